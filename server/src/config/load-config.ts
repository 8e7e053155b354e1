import { resolve } from "node:path";
import { AppError } from "../base/index.ts";
import { isLoopback } from "./address.ts";
import { parseArguments, type Arguments } from "./arguments.ts";
import type { BusConfig, Config, DatabaseConfig, MqttConfig } from "./config.ts";
import { findNearMisses } from "./near-miss.ts";
import { SECTIONS } from "./sections/index.ts";
import { isSet, readEnvFile, readSection, type Variables } from "./source.ts";

export interface LoadConfigOptions {
  readonly env: Variables;
  /** Without the program's own name. */
  readonly argv: readonly string[];
  /** Folder of `.env`, and what relative paths are relative to. */
  readonly cwd: string;
}

/**
 * Reads command line, environment and `.env`, in this order of precedence.
 *
 * @throws AppError `invalid` that lists everything unacceptable: name, value and what was expected
 */
export function loadConfig(options: LoadConfigOptions): Config {
  const args = parseArguments(options.argv, options.cwd);
  const envFile = readEnvFile(options.cwd);
  const env = withoutUndefined(options.env);
  const variables: Variables = { ...envFile, ...env, ...fromArguments(args) };
  const problems = findNearMisses(envFile);
  const sections = readSections(variables, problems);
  problems.push(...findContradictions(sections, variables));
  if (problems.length > 0) {
    throw new AppError("invalid", `Settings are not acceptable: ${problems.join("; ")}`);
  }
  return deepFreeze(buildConfig(sections, { args, cwd: options.cwd, variables }));
}

type Sections = ReturnType<typeof readSections>;

function readSections(variables: Variables, problems: string[]) {
  return {
    server: readSection(SECTIONS.server, variables, problems),
    database: readSection(SECTIONS.database, variables, problems),
    access: readSection(SECTIONS.access, variables, problems),
    video: readSection(SECTIONS.video, variables, problems),
    mqtt: readSection(SECTIONS.mqtt, variables, problems),
    bus: readSection(SECTIONS.bus, variables, problems),
    fleet: readSection(SECTIONS.fleet, variables, problems),
  };
}

function findContradictions({ server, mqtt, bus }: Sections, variables: Variables): string[] {
  const problems: string[] = [];
  if (server.trackingPort !== null && server.trackingPort === server.port) {
    problems.push(`TRACKING_PORT is "${server.trackingPort}", expected another port than PORT`);
  }
  if (bus.natsUrl !== null && bus.redisUrl !== null) {
    problems.push("NATS_URL and REDIS_URL are both set, expected one of them");
  }
  if (mqtt.host !== null && isSet(SECTIONS.mqtt.settings.embeddedPort, variables)) {
    problems.push(
      "MQTT_PORT and RTLS_MQTT_HOST are both set, expected MQTT_PORT for the embedded broker " +
        "or RTLS_MQTT_HOST for an external one",
    );
  }
  if (server.roles.length === 0) {
    problems.push(`ROLES is empty, expected ${SECTIONS.server.settings.roles.expected}`);
  }
  return problems;
}

function buildConfig(
  sections: Sections,
  given: { args: Arguments; cwd: string; variables: Variables },
): Config {
  const { server, access, video } = sections;
  const { apiKey, secretKey, streamSigningKey, hmacSecretKey } = access;
  const { allowedOrigins: _merged, ...rest } = server;
  return {
    production: given.variables["NODE_ENV"] === "production",
    server: {
      ...rest,
      dataDir: resolve(given.cwd, server.dataDir),
      demoSite: server.demoSite ?? "auto",
      corsAllowOrigins: mergeOrigins(sections, given.variables),
    },
    database: {
      ...buildDatabase(sections.database),
      connectionsMax: sections.database.connectionsMax,
      observationRetentionDays: sections.database.observationRetentionDays,
      historyRetentionDays: sections.database.historyRetentionDays,
      auditRetentionDays: sections.database.auditRetentionDays,
      jobRetentionDays: sections.database.jobRetentionDays,
    },
    access: {
      mode: access.mode ?? (isLoopback(server.host) ? "demo" : "enforced"),
      superadmin: {
        email: access.superadminEmail,
        password: access.superadminPassword,
        name: access.superadminName,
      },
      accessTokenMinutes: access.accessTokenMinutes,
      refreshTokenHours: access.refreshTokenHours,
      hotelRoleHeaders: access.hotelRoleHeaders,
    },
    givenSecrets: { apiKey, secretKey, streamSigningKey, hmacSecretKey },
    video,
    mqtt: buildMqtt(sections.mqtt),
    bus: buildBus(sections.bus),
    fleet: sections.fleet,
    cameras: given.args.cameras,
  };
}

/** Two families name the list differently; a shared `.env` may hold both. */
function mergeOrigins({ server }: Sections, variables: Variables): string[] {
  const { corsAllowOrigins, allowedOrigins } = SECTIONS.server.settings;
  const useFirst = isSet(corsAllowOrigins, variables) || !isSet(allowedOrigins, variables);
  const first = useFirst ? server.corsAllowOrigins : [];
  return [...new Set([...first, ...server.allowedOrigins])];
}

function buildDatabase(section: Sections["database"]): DatabaseConfig {
  const { url, host, port, user, password, name } = section;
  if (url !== null) return { kind: "external", connection: { connectionString: url } };
  if (host === null && user === null && name === null) return { kind: "embedded" };
  const [server, database] = [host ?? "localhost", name ?? "rtls_db"];
  const parts = { host: server, port, user: user ?? "rtls", database };
  return { kind: "external", connection: password === null ? parts : { ...parts, password } };
}

function buildMqtt(section: Sections["mqtt"]): MqttConfig {
  const { enabled, embeddedPort, host, port, username, password } = section;
  if (!enabled) return { kind: "off" };
  if (host === null) return { kind: "embedded", port: embeddedPort };
  return { kind: "external", host, port, username, password };
}

function buildBus(section: Sections["bus"]): BusConfig {
  const { natsUrl, redisUrl, redisHost, redisPort, redisPassword, prefix } = section;
  if (natsUrl !== null) return { kind: "nats", url: natsUrl, prefix };
  if (redisUrl !== null) return { kind: "redis", url: redisUrl, prefix };
  if (redisHost === null) return { kind: "process" };
  const credentials = redisPassword === null ? "" : `:${encodeURIComponent(redisPassword)}@`;
  return { kind: "redis", url: `redis://${credentials}${redisHost}:${redisPort}`, prefix };
}

function fromArguments(args: Arguments): Variables {
  return args.roles === undefined ? {} : { ROLES: args.roles };
}

function withoutUndefined(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
