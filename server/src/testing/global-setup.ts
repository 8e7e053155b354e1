import { serveTestDatabase } from "./database-server.ts";

/** vitest's global setup: returns its own tear-down. Costs nothing until a test wants a database. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await serveTestDatabase();
  return () => server.dispose();
}
