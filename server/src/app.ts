/**
 * The composition root: with its folder `app/` the only place that constructs things. Parts are
 * made in the order in which they need each other, and stop in reverse.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Route, SocketRoute } from "@whereabouts/contracts";
import {
  choosePerception,
  startDatabase,
  startMqtt,
  type Foundation,
  type Settings,
} from "./app/foundation.ts";
import type { Figures } from "./app/monitoring.ts";
import { assemble, type Parts } from "./app/parts.ts";
import { createRedocLoader } from "./app/redoc.ts";
import { createLog, Disposer, systemClock, type Disposable } from "./base/index.ts";
import { createBus } from "./bus/index.ts";
import { loadConfig } from "./config/index.ts";
import { openDatabase, type DatabaseConnection } from "./db/index.ts";
import { createAccess, type Access, type FirstAdministrator } from "./features/access/index.ts";
import { applyRetention, createJobs, registerRetention, type RetentionDays } from "./jobs/index.ts";
import { createHttpServer } from "./transport/http/index.ts";
import { ensureModels, listModels, type ModelProgress } from "./weights/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const CONSOLE_DIRECTORY = path.join(ROOT, "console/dist");
const FIGURES_EVERY_MS = 5000;
const DEFAULT_MODEL = "centernet-640x384";

export interface App extends Disposable {
  readonly url: string;
  readonly trackingUrl: string | null;
  /** Set on the very first start only. */
  readonly firstAdministrator: FirstAdministrator | null;
  /** Fetches the default detector's model where cameras run, unless it is there. Rejects when it cannot. */
  fetchModels(onProgress: (progress: ModelProgress) => void): Promise<void>;
}

/** Builds and starts everything. @throws AppError that says what is missing and how to mend it */
export async function startApp(settings: Settings): Promise<App> {
  const disposer = new Disposer();
  try {
    return await start(settings, disposer);
  } catch (error) {
    await disposer.dispose().catch((stopError: unknown) => {
      settings.log.warn({ err: stopError }, "Stopping after a failed start was not clean");
    });
    throw error;
  }
}

async function start(settings: Settings, disposer: Disposer): Promise<App> {
  const { config, log, clock } = settings;
  const { connection, db } = await startDatabase(settings, disposer);
  await applyRetention({ db, clock, log, days: retentionOf(config) });
  const bus = disposer.add(await createBus(config.bus, { log, clock }));
  const perception = disposer.add(choosePerception(settings));
  const access = buildAccess({ ...settings, db });
  const mqtt = await startMqtt(settings, access);
  if (mqtt) disposer.add(mqtt);
  const foundation: Foundation = { ...settings, db, bus, perception, mqtt };
  const figures: Figures = { jobs: [], models: [], databaseUp: true };
  const version = readVersion();
  const parts = assemble(foundation, access, { disposer, figures, version });
  const { subjects, photos } = parts;
  await startJobs(foundation, { connection, figures, disposer, subjects, photos });
  const firstAdministrator = await access.bootstrap(config.access.superadmin);
  await parts.start();
  const urls = await listen(foundation, { access, parts, version, disposer });
  return {
    ...urls,
    firstAdministrator,
    fetchModels: async (onProgress) => {
      if (!config.server.roles.includes("camera")) return;
      const dir = path.join(config.server.dataDir, "models");
      await ensureModels({ dir, names: [DEFAULT_MODEL], onProgress });
    },
    dispose: () => disposer.dispose(),
  };
}

function retentionOf({ database }: Settings["config"]): RetentionDays {
  return {
    observations: database.observationRetentionDays,
    history: database.historyRetentionDays,
    audit: database.auditRetentionDays,
  };
}

function buildAccess({
  config,
  secrets,
  db,
  clock,
  log,
}: Settings & Pick<Foundation, "db">): Access {
  return createAccess({
    db,
    clock,
    log,
    secretKey: secrets.secretKey,
    apiKey: secrets.apiKey,
    mode: config.access.mode,
    hotelRoleHeaders: config.access.hotelRoleHeaders,
    lifetimes: config.access,
  });
}

async function listen(
  { config, log, clock }: Foundation,
  served: {
    readonly access: Access;
    readonly parts: Parts;
    readonly version: string;
    readonly disposer: Disposer;
  },
): Promise<Pick<App, "url" | "trackingUrl">> {
  const { access, parts, version, disposer } = served;
  const isApi = config.server.roles.includes("api");
  const { routes, sockets } = isApi ? parts : withoutApi(parts);
  const http = await createHttpServer({
    routes,
    sockets,
    access,
    log,
    clock,
    version,
    consoleDirectory: isApi && existsSync(CONSOLE_DIRECTORY) ? CONSOLE_DIRECTORY : null,
    corsOrigins: config.server.corsAllowOrigins,
    rateLimitPerMinute: config.server.rateLimitPerMinute,
    trustProxy: config.server.trustProxy,
    strictTransport: config.production,
    loadRedoc: createRedocLoader(config.server.dataDir),
    observe: (sample) => parts.ops.observeCall(sample),
  });
  disposer.defer(() => http.close());
  const { host, port, trackingPort } = config.server;
  const address = await http.listen({ host, port });
  if (trackingPort !== null) await http.listenTracking({ host, port: trackingPort });
  const base = `http://${host.includes(":") ? `[${host}]` : host}`;
  return {
    url: `${base}:${address.port}`,
    trackingUrl: trackingPort === null ? null : `${base}:${trackingPort}`,
  };
}

/** What a process answers without the role `api`: how it is, and the pictures only it has. */
function withoutApi({ ops, cameras }: Parts): Pick<Parts, "routes" | "sockets"> {
  const pictures = cameras.routes.filter(({ operationId }) => operationId === "getCameraSnapshot");
  return { routes: [...ops.routes, ...pictures], sockets: cameras.sockets };
}

/** Job queue, its figures, and what has to happen every hour. */
async function startJobs(
  { config, db, clock, log }: Foundation,
  context: {
    readonly connection: DatabaseConnection;
    readonly figures: Figures;
    readonly disposer: Disposer;
    readonly subjects: Parts["subjects"];
    readonly photos: Parts["photos"];
  },
): Promise<void> {
  const { connection, figures, disposer, subjects, photos } = context;
  const works = config.server.roles.includes("jobs");
  const keepDays = config.database.jobRetentionDays;
  const jobs = disposer.add(await createJobs({ connection, log, works, keepDays }));
  const eraseSubjects = subjects.erase;
  await registerRetention(jobs, { db, clock, log, days: retentionOf(config), eraseSubjects });
  // The queue waits for what runs when it stops.
  disposer.defer(() => photos.stopWork());
  await photos.startWork(jobs);
  const modelsDir = path.join(config.server.dataDir, "models");
  const refresh = async (): Promise<void> => {
    figures.models = await listModels(modelsDir);
    try {
      figures.jobs = await jobs.counts();
      figures.databaseUp = true;
    } catch (error) {
      figures.databaseUp = false;
      log.debug({ err: error }, "Figures of the job queue not read");
    }
  };
  await refresh();
  const timer = setInterval(() => void refresh(), FIGURES_EVERY_MS);
  timer.unref();
  disposer.defer(() => clearInterval(timer));
}

/**
 * Routes, sockets and rights without a database or a listener, for the OpenAPI document and the
 * checks of the access table.
 */
export async function collectRoutes(): Promise<{
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly access: Access;
}> {
  const config = loadConfig({ env: {}, argv: [], cwd: path.join(ROOT, "docs") });
  const secrets = { apiKey: "-", secretKey: "-", streamSigningKey: "-", hmacSecretKey: "-" };
  const settings: Settings = { config, secrets, log: createLog("silent"), clock: systemClock };
  // Connects on first use, and nothing here uses it.
  const db = openDatabase({ connectionString: "postgresql://unused@localhost:1/unused" });
  const { log, clock } = settings;
  const disposer = new Disposer();
  const bus = disposer.add(await createBus({ kind: "process" }, { log, clock }));
  const access = buildAccess({ ...settings, db });
  const foundation: Foundation = {
    ...settings,
    db,
    bus,
    perception: choosePerception(settings),
    mqtt: null,
  };
  const figures: Figures = { jobs: [], models: [], databaseUp: false };
  const { routes, sockets } = assemble(foundation, access, {
    disposer,
    figures,
    version: readVersion(),
  });
  await disposer.dispose();
  await db.destroy();
  return { routes, sockets, access };
}

function readVersion(): string {
  return JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")).version;
}
