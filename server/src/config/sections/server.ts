import { parseHostOrNetwork, parseNetwork } from "../address.ts";
import { integer, list, oneOf, optionalInteger, text } from "../setting.ts";

/** What one process of the server can do. */
export const PROCESS_ROLES = ["api", "camera", "jobs", "mqtt"] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const FRONT_ENDS = [3000, 4000, 5173]
  .flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`])
  .join(",");

export const server = {
  title: "Server",
  settings: {
    host: text("HOST", {
      default: "127.0.0.1",
      meaning: "Address to listen on; 0.0.0.0 for every network of this machine",
    }),
    port: integer("PORT", {
      default: 8000,
      min: 0,
      max: 65_535,
      meaning: "Port of HTTP and WebSocket; 0 takes a free one",
    }),
    trackingPort: optionalInteger("TRACKING_PORT", {
      min: 1,
      max: 65_535,
      meaning: "Second port that answers /health and / the way the tracking front end wants (3847)",
    }),
    dataDir: text("DATA_DIR", {
      default: "./data",
      meaning: "Folder of the database, media, models and generated secrets",
    }),
    roles: list("ROLES", {
      default: PROCESS_ROLES.join(","),
      items: `any of ${PROCESS_ROLES.join(", ")}`,
      item: (word) => PROCESS_ROLES.find((role) => role === word),
      meaning: "What this process does; --roles on the command line wins",
    }),
    nodeUrl: {
      name: "NODE_URL",
      default: "",
      defaultNote: "none",
      meaning:
        "Address at which other processes of the same installation reach this one, to show its " +
        "cameras (they need the same API_KEY)",
      expected: "http://host:port",
      parse: parseNodeUrl,
    },
    logLevel: {
      name: "LOG_LEVEL",
      default: "info",
      meaning: "Least important kind of log line that is written",
      expected: `one of ${LOG_LEVELS.join(", ")}`,
      parse: parseLogLevel,
    },
    corsAllowOrigins: list("CORS_ALLOW_ORIGINS", {
      default: FRONT_ENDS,
      items: "web origins (https://host:port) or *",
      emptyIsValue: true,
      item: parseOrigin,
      meaning: "Front ends on other origins that browsers may let in; empty for none",
    }),
    allowedOrigins: list("ALLOWED_ORIGINS", {
      default: "",
      items: "web origins (https://host:port) or *",
      item: parseOrigin,
      meaning: "More origins; alone it replaces the default of CORS_ALLOW_ORIGINS",
    }),
    trustProxy: list("TRUST_PROXY", {
      default: "",
      items: "addresses or networks (10.0.0.0/8)",
      item: parseNetwork,
      meaning: "Proxies whose X-Forwarded-For is believed",
    }),
    outboundAllow: list("OUTBOUND_ALLOW", {
      default: "",
      items: "host names, addresses or networks (10.0.0.0/8)",
      item: parseHostOrNetwork,
      meaning: "Internal places that webhooks and other outgoing calls may reach",
    }),
    rateLimitPerMinute: integer("RATE_LIMIT_PER_MINUTE", {
      default: 600,
      min: 0,
      max: 1_000_000,
      meaning: "Requests per minute and client address; 0 for no limit",
    }),
    demoSite: oneOf("DEMO_SITE", {
      values: ["auto", "on", "off"],
      default: "auto",
      meaning: "The simulated site; auto: on while the database has no camera",
    }),
  },
};

/** Python's words for a level are understood too: the clients' sample files use them. */
function parseLogLevel(word: string): string | undefined {
  const lower = word.toLowerCase();
  const level = { warning: "warn", critical: "fatal" }[lower] ?? lower;
  return LOG_LEVELS.find((known) => known === level);
}

/** Scheme, host and port without a path, or `*`. */
function parseOrigin(word: string): string | undefined {
  if (word === "*") return word;
  if (!URL.canParse(word)) return undefined;
  const url = new URL(word);
  const bare = word.replace(/\/$/, "").toLowerCase();
  return url.origin !== "null" && bare === url.origin ? url.origin : undefined;
}

function parseNodeUrl(word: string): string | null | undefined {
  if (word === "") return null;
  const origin = parseOrigin(word);
  return origin !== undefined && /^https?:/.test(origin) ? origin : undefined;
}
