import { availableParallelism, hostname } from "node:os";
import path from "node:path";
import type { Kysely } from "kysely";
import { AppError, type Clock, type Disposer, type Log } from "../base/index.ts";
import type { Bus } from "../bus/index.ts";
import type { Config, Secrets } from "../config/index.ts";
import { startEmbeddedPostgres } from "../db/embedded/index.ts";
import {
  migrate,
  openDatabase,
  requireDatabase,
  type DatabaseConnection,
  type DB,
} from "../db/index.ts";
import type { Access } from "../features/access/index.ts";
import type { PerceptionPort } from "../pipeline/index.ts";
import { createPerception } from "../pipeline/perception/index.ts";
import {
  connectOutsideBroker,
  startEmbeddedBroker,
  type MqttPort,
} from "../transport/mqtt/index.ts";

export interface Settings {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly clock: Clock;
}

/** What must be there before the features can be built on it. */
export interface Foundation extends Settings {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly perception: PerceptionPort;
  readonly mqtt: MqttPort | null;
}

const CAMERAS_PER_GROUP = 4;
const DEFAULT_MQTT_PORT = 1883;
const MQTT_TLS_PORT = 8883;

/** Starts or reaches the database and brings its schema up to date. */
export async function startDatabase(
  { config, log, clock }: Settings,
  disposer: Disposer,
): Promise<{ connection: DatabaseConnection; db: Kysely<DB> }> {
  const connection = await reachDatabase({ config, log, clock }, disposer);
  const db = openDatabase(connection, {
    maxConnections: config.database.connectionsMax,
    onIdleError: (error) => log.warn({ err: error }, "Lost an idle database connection"),
  });
  disposer.defer(() => db.destroy());
  await requireDatabase(db, clock);
  const applied = await migrate(db);
  if (applied.length > 0) log.info({ applied }, "Brought the database up to date");
  return { connection, db };
}

async function reachDatabase(
  { config, log, clock }: Pick<Settings, "config" | "log" | "clock">,
  disposer: Disposer,
): Promise<DatabaseConnection> {
  if (config.database.kind === "external") return config.database.connection;
  const postgres = await startEmbeddedPostgres({ dataDir: config.server.dataDir, log, clock });
  disposer.defer(() => postgres.stop());
  return postgres.connection;
}

/** The embedded broker, or a connection to the one of the settings; null when switched off. */
export async function startMqtt(
  { config, log, clock }: Settings,
  access: Pick<Access, "admitsBroker">,
): Promise<MqttPort | null> {
  const { mqtt, server } = config;
  if (mqtt.kind === "off" || !server.roles.includes("mqtt")) return null;
  if (mqtt.kind === "external") {
    const { host, port, username, password } = mqtt;
    const clientId = `whereabouts-${hostname()}-${server.port}`;
    const tls = port === MQTT_TLS_PORT;
    return connectOutsideBroker({ host, port, tls, username, password, clientId, log, clock });
  }
  const isEnforced = config.access.mode === "enforced";
  return startEmbeddedBroker({
    host: server.host,
    port: mqtt.port ?? DEFAULT_MQTT_PORT,
    portIsDefault: mqtt.port === null,
    authenticate: isEnforced ? (password) => access.admitsBroker(password) : null,
    log,
  });
}

/** The perception processes, or their absence in a process without the role `camera`. */
export function choosePerception({ config, log, clock }: Settings): PerceptionPort {
  if (!config.server.roles.includes("camera")) return NO_PERCEPTION;
  const { targetFps, frameJpegQuality, detectionConfidenceThreshold, appearanceModel } =
    config.video;
  return createPerception({
    log,
    clock,
    modelsDir: path.join(config.server.dataDir, "models"),
    cacheDir: path.join(config.server.dataDir, "cache"),
    camerasPerGroup: CAMERAS_PER_GROUP,
    settings: {
      targetFps,
      minScore: detectionConfidenceThreshold,
      jpegQuality: frameJpegQuality,
      defaultDetector: "centernet",
      ...(appearanceModel !== null && {
        appearance: { kind: "onnx", modelPath: appearanceModel },
      }),
      // Two groups and the server share the machine; more threads than cores slow all of them.
      intraOpThreads: Math.max(1, Math.floor(availableParallelism() / 2)),
    },
  });
}

const without = (what: string) => `${what}: this process runs without the role "camera"`;
const refuse = (what: string): never => {
  throw new AppError("unavailable", without(what));
};

const NO_PERCEPTION: PerceptionPort = {
  setCameras: () => undefined,
  onFrame: () => undefined,
  onHealth: () => undefined,
  snapshot: async () => refuse("Taking a picture"),
  preview: async () => refuse("Opening the address"),
  openVideo: (_cameraId, viewer) => {
    viewer.onEnd(without("Opening live video"));
    return () => undefined;
  },
  stats: () => ({ groups: [], cameras: [] }),
  dispose: async () => undefined,
};
