import { destination, pino, type Logger } from "pino";
import { PinoPretty as pretty } from "pino-pretty";

/** Structured log. Field names carry their unit; secrets are never passed in. */
export type Log = Logger;

const REDACTED = [
  "password",
  "token",
  "secret",
  "authorization",
  "*.password",
  "*.token",
  "*.secret",
  "req.headers.authorization",
  'req.headers["x-api-key"]',
  'req.headers["x-session-token"]',
];

/** One line for people when they look on, JSON for machines otherwise. Writes to standard error. */
export function createLog(level: string): Log {
  const options = { level, base: null, redact: { paths: REDACTED, censor: "[redacted]" } };
  if (!process.stderr.isTTY) return pino(options, destination({ dest: 2, sync: true }));
  const lines = pretty({
    destination: 2,
    sync: true,
    translateTime: "SYS:HH:MM:ss",
    ignore: "pid,hostname",
    singleLine: true,
  });
  return pino(options, lines);
}
