import { createConnection } from "node:net";

/** A service that tests use when this machine has it on its usual port. */
export interface LocalService {
  readonly name: string;
  readonly port: number;
}

export const LOCAL_POSTGRES: LocalService = { name: "PostgreSQL", port: 5432 };
export const LOCAL_NATS: LocalService = { name: "NATS", port: 4222 };
export const LOCAL_REDIS: LocalService = { name: "Redis", port: 6379 };
export const LOCAL_MQTT: LocalService = { name: "Mosquitto", port: 1883 };

/**
 * True when the service listens on 127.0.0.1. Absence is printed, so that a skipped test is seen.
 *
 * @throws Error when it is absent and `CI` is true: there a silent skip would hide a fault
 */
export async function hasLocalService(service: LocalService): Promise<boolean> {
  if (await listens(service.port)) return true;
  const message = `${service.name} does not listen on 127.0.0.1:${service.port}`;
  if (process.env["CI"] === "true") throw new Error(`${message}, and CI expects it`);
  console.warn(`${message}: its tests are skipped`);
  return false;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
