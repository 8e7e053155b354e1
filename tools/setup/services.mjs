import { existsSync } from "node:fs";
import { connect } from "node:net";

/** Servers that the tests also run against, on their usual ports of this machine. */
const SERVICES = [
  { name: "PostgreSQL", port: 5432 },
  { name: "NATS", port: 4222 },
  { name: "Redis", port: 6379 },
  { name: "Mosquitto", port: 1883 },
];

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * @returns {Promise<{ missing: string[], chromium: string | undefined }>} what is not there, by name,
 *   and where the browser is
 */
export async function findServices() {
  const answers = await Promise.all(
    SERVICES.map(async ({ name, port }) =>
      (await isListening(port)) ? undefined : `${name} (port ${port})`,
    ),
  );
  const chromium = [process.env.CHROMIUM_PATH, ...BROWSERS].find(
    (file) => file !== undefined && existsSync(file),
  );
  const missing = answers.filter((answer) => answer !== undefined);
  if (chromium === undefined) missing.push(`Chromium (${BROWSERS[0]})`);
  return { missing, chromium };
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 20_000 });
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.once("timeout", () => finish(false));
  });
}
