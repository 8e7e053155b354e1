import { integer, optionalText } from "../setting.ts";

export const database = {
  title: "Database",
  settings: {
    url: {
      name: "DATABASE_URL",
      secret: true,
      default: "",
      defaultNote: "an embedded PostgreSQL in DATA_DIR",
      meaning: "PostgreSQL 15 or newer; wins over RTLS_DB_*",
      expected: "postgresql://user:password@host:port/database",
      parse: parseDatabaseUrl,
    },
    host: optionalText("RTLS_DB_HOST", {
      meaning: "Database server; setting it, the user or the name chooses an external database",
    }),
    port: integer("RTLS_DB_PORT", {
      default: 5432,
      min: 1,
      max: 65_535,
      meaning: "Port of the database server",
    }),
    user: optionalText("RTLS_DB_USER", { meaning: "Database user", defaultNote: "rtls" }),
    password: optionalText("RTLS_DB_PASSWORD", { secret: true, meaning: "Password of that user" }),
    name: optionalText("RTLS_DB_NAME", { meaning: "Name of the database", defaultNote: "rtls_db" }),
    connectionsMax: integer("DATABASE_CONNECTIONS", {
      default: 10,
      min: 2,
      max: 200,
      meaning: "Most database connections of this process",
    }),
    observationRetentionDays: integer("OBSERVATION_RETENTION_DAYS", {
      default: 30,
      min: 1,
      max: 730,
      meaning: "Days that single observations are kept",
    }),
    historyRetentionDays: integer("HISTORY_RETENTION_DAYS", {
      default: 90,
      min: 1,
      max: 3_650,
      meaning:
        "Days that tracks, stays in zones and camera health are kept; at least as long as observations",
    }),
    auditRetentionDays: integer("AUDIT_RETENTION_DAYS", {
      default: 365,
      min: 30,
      max: 3_650,
      meaning: "Days that the audit log is kept",
    }),
    jobRetentionDays: integer("JOB_RETENTION_DAYS", {
      default: 7,
      min: 1,
      max: 365,
      meaning: "Days that finished background jobs are kept",
    }),
  },
};

/** Drops the driver that SQLAlchemy writes into the scheme: `postgresql+asyncpg://`. */
function parseDatabaseUrl(value: string): string | null | undefined {
  if (value === "") return null;
  const plain = value.replace(/^(postgres(?:ql)?)\+[a-z0-9]+:/, "$1:");
  if (!URL.canParse(plain)) return undefined;
  const { protocol, pathname } = new URL(plain);
  const known = protocol === "postgresql:" || protocol === "postgres:";
  return known && pathname.length > 1 ? plain : undefined;
}
