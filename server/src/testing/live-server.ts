import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AccessPort } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Foundation } from "../app/foundation.ts";
import { assemble, type Parts } from "../app/parts.ts";
import { createLog, Disposer, systemClock, type Disposable } from "../base/index.ts";
import { createBus, type BusChoice } from "../bus/index.ts";
import { loadConfig } from "../config/index.ts";
import type { DB } from "../db/index.ts";
import { createAccess, type Access } from "../features/access/index.ts";
import { keyAccess, startServer } from "../transport/testing.ts";
import { FakePerception } from "./fake-perception.ts";

/** The product's own parts over real HTTP; only what looks at pictures is told what it sees. */
export interface LiveServer extends Omit<Parts, "perception">, Disposable {
  readonly baseUrl: string;
  readonly socketUrl: string;
  readonly access: Access;
  readonly perception: FakePerception;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }>;
}

export interface LiveServerOptions {
  /** Who may call: everybody, or whom the product lets in with this ACCESS. Default `open`. */
  readonly access?: "open" | "demo" | "enforced";
  /** What connects it with other servers over the same database. Default: nothing. */
  readonly bus?: BusChoice;
}

/** The shared key of every server of tests. */
export const TEST_API_KEY = "shared-key-of-this-test";
const SECRETS = {
  apiKey: TEST_API_KEY,
  secretKey: "a secret of this test that is long enough",
  streamSigningKey: "another secret of this test",
  hmacSecretKey: "a third secret of this test",
};

export async function startLiveServer(
  db: Kysely<DB>,
  options: LiveServerOptions = {},
): Promise<LiveServer> {
  const disposer = new Disposer();
  const foundation = await layFoundation(db, disposer, options.bus ?? { kind: "process" });
  const { perception, clock, log } = foundation;
  const mode = options.access === "enforced" ? "enforced" : "demo";
  const { secretKey, apiKey } = SECRETS;
  const { access: settings } = foundation.config;
  const access = createAccess({
    ...{ db, clock, log, secretKey, apiKey, mode },
    hotelRoleHeaders: settings.hotelRoleHeaders,
    lifetimes: settings,
  });
  const figures = { jobs: [], models: [], databaseUp: true };
  const parts = assemble(foundation, access, { disposer, figures, version: "1.2.3" });
  await parts.start();
  const { routes, sockets } = parts;
  const admits = options.access === undefined || options.access === "open";
  const port = admits ? everybody(parts) : access;
  const { server, baseUrl, socketUrl } = await startServer({
    routes,
    sockets,
    access: port,
    clock,
  });
  disposer.defer(() => server.close(0));
  return {
    ...parts,
    baseUrl,
    socketUrl,
    access,
    perception,
    call: (method, url, body) => callJson(baseUrl + url, { method, body }),
    dispose: () => disposer.dispose(),
  };
}

async function layFoundation(
  db: Kysely<DB>,
  disposer: Disposer,
  busChoice: BusChoice,
): Promise<Foundation & { readonly perception: FakePerception }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "whereabouts-live-"));
  disposer.defer(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o755);
  const env = {
    DATA_DIR: dataDir,
    DEMO_SITE: "off",
    // Only who has it to himself may void what others hold; `db` is what is really used.
    ...(busChoice.kind === "process" ? {} : { DATABASE_URL: "postgresql://localhost/shared" }),
  };
  const config = loadConfig({ env, argv: [], cwd: dataDir });
  const [log, clock] = [createLog("silent"), systemClock];
  const bus = disposer.add(await createBus(busChoice, { log, clock }));
  const perception = new FakePerception();
  return { config, secrets: SECRETS, log, clock, db, bus, perception, mqtt: null };
}

function everybody({ routes, sockets }: Pick<Parts, "routes" | "sockets">): AccessPort {
  const names = [...routes, ...sockets].map(({ operationId }) => operationId);
  return keyAccess(Object.fromEntries(names.map((name) => [name, { anonymous: "always" }])));
}

async function callJson(
  url: string,
  { method, body }: { readonly method: string; readonly body: unknown },
): Promise<{ status: number; body: never }> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: body === undefined ? {} : { "content-type": "application/json" },
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as never };
}
