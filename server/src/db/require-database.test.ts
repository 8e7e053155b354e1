import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { systemClock } from "../base/index.ts";
import { createTestDatabase } from "../testing/index.ts";
import { openDatabase, requireDatabase } from "./index.ts";

const impatient = { ...systemClock, sleep: () => Promise.resolve() };

describe("requireDatabase", () => {
  it("names the version of a database that answers", async () => {
    const database = await createTestDatabase();
    expect(await requireDatabase(database.db, systemClock)).toMatch(/^18\.\d+$/);
    await database.dispose();
  });

  it("says what to look at when none answers, without the password", async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const connectionString = `postgresql://user:hunter2@127.0.0.1:${port}/x`;
    const db = openDatabase({ connectionString });
    const attempt = requireDatabase(db, impatient);
    await expect(attempt).rejects.toThrow(/^Reaching the database (?!.*hunter2).*DATABASE_URL/);
    await db.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
