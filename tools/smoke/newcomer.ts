import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { firstTrack, logIn } from "./first-track.ts";
import { ServerProcess } from "./server-process.ts";

const FIRST_START_MS_MAX = 10 * 60_000;
const FIRST_TRACK_MS_MAX = 5 * 60_000;
/** What the README promises for every start after the first, on a machine with time for it. */
const LATER_START_MS_MAX = 5000;
/** A machine on which Node alone takes longer than this to start is busy with something else. */
const BARE_START_MS = 50;
const STOP_MS_MAX = 120_000;

export interface Step {
  readonly name: string;
  readonly run: () => Promise<string>;
}

/**
 * What a newcomer does, in order: start in an empty folder, log in with the printed password,
 * see something being followed, stop, start again. Each step returns a line about what it saw.
 */
export function newcomerSteps(place: { root: string; port: number; dataDir: string }): {
  readonly steps: readonly Step[];
  readonly cleanUp: () => Promise<void>;
} {
  let server = new ServerProcess(place);
  let token = "";
  const stop = async () => {
    const code = await server.stop(STOP_MS_MAX);
    if (code !== 0) throw new Error(`The server stopped with ${code ?? "a kill, being too slow"}`);
    return "stopped politely";
  };
  const steps: readonly Step[] = [
    { name: "first start", run: () => healthy(server, FIRST_START_MS_MAX) },
    {
      name: "log in with the printed password",
      run: async () => {
        token = await logIn(server.baseUrl, printedAccount(server.output));
        return "token received";
      },
    },
    {
      name: "a track arrives",
      run: async () => `seen by ${await firstTrack(server.baseUrl, token, FIRST_TRACK_MS_MAX)}`,
    },
    { name: "stop", run: stop },
    {
      name: "start again",
      run: () => {
        const limitMs = LATER_START_MS_MAX * slowdown();
        server = new ServerProcess(place);
        return healthy(server, limitMs);
      },
    },
    { name: "stop again", run: stop },
  ];
  return {
    steps,
    cleanUp: async () => {
      server.kill();
      await stopDatabase(place.dataDir);
    },
  };
}

/** How many times longer than on a quiet machine things take at this moment; at least 1. */
function slowdown(): number {
  const startedMs = performance.now();
  for (let run = 0; run < 3; run++) spawnSync(process.execPath, ["--eval", ""]);
  return Math.max(1, (performance.now() - startedMs) / 3 / BARE_START_MS);
}

/** @throws Error when `/health` is not 200 within the time, or the server ends first */
async function healthy(server: ServerProcess, withinMs: number): Promise<string> {
  const startedMs = performance.now();
  const elapsedMs = () => performance.now() - startedMs;
  while (!(await isHealthy(server.baseUrl))) {
    if (!server.running) throw new Error("The server ended instead of answering GET /health");
    if (elapsedMs() > withinMs) {
      throw new Error(`GET /health did not answer 200 within ${Math.round(withinMs / 1000)} s`);
    }
    await sleep(50);
  }
  return `GET /health answered 200 after ${(elapsedMs() / 1000).toFixed(1)} s`;
}

async function isHealthy(baseUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/health`)).ok;
  } catch (error) {
    // Refused connections are what waiting for a start looks like.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** @throws Error when the first start did not print the administrator's account */
export function printedAccount(output: string): { username: string; password: string } {
  const username = /^ +user +(\S+)$/m.exec(output)?.[1];
  const password = /^ +password +(\S+)/m.exec(output)?.[1];
  if (username === undefined || password === undefined) {
    throw new Error("The first start printed no administrator's name and password");
  }
  return { username, password };
}

/** A database whose server was killed goes on by design; a check must not leave one behind. */
async function stopDatabase(dataDir: string): Promise<void> {
  const files = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => path.basename(name) === "postmaster.pid")) {
    const [pid] = readFileSync(path.join(dataDir, file), "utf8").split("\n");
    process.kill(Number(pid), "SIGQUIT");
    while (existsSync(path.join(dataDir, file))) await sleep(50);
  }
}
