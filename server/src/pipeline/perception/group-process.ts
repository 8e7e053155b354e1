import { fork, type ChildProcess } from "node:child_process";
import { AppError, type Clock, type Log } from "../../base/index.ts";
import type { CameraRunSpec } from "../perception-port.ts";
import type { FromGroup, GroupSettings, GroupStats, ToGroup } from "./messages.ts";

type Reply = Extract<FromGroup, { type: "reply" }>["value"];
type Request = Extract<ToGroup, { requestId: number }>;
type WithoutId<T> = T extends unknown ? Omit<T, "requestId"> : never;

export interface GroupProcessOptions {
  readonly name: string;
  readonly entry: URL;
  readonly settings: GroupSettings;
  readonly log: Log;
  readonly clock: Clock;
  readonly onMessage: (message: FromGroup) => void;
  /** The process died without being told to; it is started again. */
  readonly onDeath: (reason: string) => void;
  /** A new process is up and knows its cameras. */
  readonly onStart: (group: GroupProcess) => void;
}

/** Reads block a thread each, and so do decoding, encoding and inference: four cameras' worth. */
const THREAD_POOL_SIZE = 24;
/** glibc gives each of those threads a heap that it hardly gives back; a few serve all. */
const HEAP_ARENAS_MAX = 4;
const STOP_GRACE_MS = 6_000;
/** A process that lived so long did not die of its start: begin again at once. */
const LIVED_MS = 5_000;
const RESTART_MS_MAX = 10_000;

/** One perception process, started again whenever it dies. */
export class GroupProcess {
  readonly name: string;
  readonly #options: GroupProcessOptions;
  readonly #pending = new Map<number, (answer: Reply | AppError) => void>();
  #child: ChildProcess | null = null;
  #cameras: readonly CameraRunSpec[] = [];
  #stats: GroupStats | null = null;
  #requests = 0;
  #restarts = 0;
  #quickDeaths = 0;
  #startedAtMs = 0;
  #isStopping = false;
  #restart: NodeJS.Timeout | null = null;

  constructor(options: GroupProcessOptions) {
    this.#options = options;
    this.name = options.name;
    this.#start();
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }
  get restarts(): number {
    return this.#restarts;
  }
  get stats(): GroupStats | null {
    return this.#stats;
  }
  get cameras(): readonly CameraRunSpec[] {
    return this.#cameras;
  }

  setCameras(cameras: readonly CameraRunSpec[]): void {
    this.#cameras = cameras;
    this.send({ type: "cameras", cameras });
  }

  send(message: ToGroup): void {
    if (!this.#child?.connected) return;
    // A failed send means that the process is dying; its exit is handled.
    this.#child.send(message, () => undefined);
  }

  /** @throws AppError of the process, `timeout` after `limitMs`, `unavailable` when it dies */
  request(message: WithoutId<Request>, limitMs: number): Promise<Reply> {
    const requestId = ++this.#requests;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => settle(new AppError("timeout", `No answer within ${limitMs / 1000} s`)),
        limitMs,
      );
      const settle = (answer: Reply | AppError) => {
        clearTimeout(timer);
        this.#pending.delete(requestId);
        if (answer instanceof AppError) reject(answer);
        else resolve(answer);
      };
      this.#pending.set(requestId, settle);
      if (!this.#child?.connected) settle(new AppError("unavailable", "Perception is starting"));
      else this.send({ ...message, requestId } as Request);
    });
  }

  /** Asks the process to end and insists after a few seconds. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#restart) clearTimeout(this.#restart);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    this.send({ type: "stop" });
    const insist = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
    await exited;
    clearTimeout(insist);
  }

  #start(): void {
    const { entry, settings, clock } = this.#options;
    this.#restart = null;
    this.#startedAtMs = clock.monotonicMs();
    const child = fork(entry, {
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: String(THREAD_POOL_SIZE),
        MALLOC_ARENA_MAX: String(HEAP_ARENAS_MAX),
      },
      execArgv: [],
    });
    this.#child = child;
    child.on("message", (message) => this.#receive(message as FromGroup));
    child.on("error", (error) =>
      this.#options.log.error({ error, group: this.name }, "Perception process failed"),
    );
    child.once("exit", (code, signal) => this.#exited(signal ?? `code ${code}`));
    this.send({ type: "settings", settings });
    this.send({ type: "cameras", cameras: this.#cameras });
    this.#options.onStart(this);
  }

  #receive(message: FromGroup): void {
    if (message.type === "reply") return this.#pending.get(message.requestId)?.(message.value);
    if (message.type === "refusal") {
      const error = new AppError(message.kind, message.message);
      return this.#pending.get(message.requestId)?.(error);
    }
    if (message.type === "stats") this.#stats = message.stats;
    else this.#options.onMessage(message);
  }

  #exited(how: string): void {
    this.#child = null;
    this.#stats = null;
    for (const settle of this.#pending.values()) {
      settle(new AppError("unavailable", "The perception process ended"));
    }
    if (this.#isStopping) return;
    const { log, clock, onDeath } = this.#options;
    const livedMs = clock.monotonicMs() - this.#startedAtMs;
    this.#quickDeaths = livedMs < LIVED_MS ? this.#quickDeaths + 1 : 0;
    this.#restarts++;
    const waitMs =
      this.#quickDeaths === 0 ? 0 : Math.min(RESTART_MS_MAX, 250 * 2 ** this.#quickDeaths);
    log.error(
      { group: this.name, how, livedMs: Math.round(livedMs), waitMs },
      "Perception process died",
    );
    onDeath(`The perception process ended (${how}) and is started again`);
    this.#restart = setTimeout(() => this.#start(), waitMs);
  }
}
