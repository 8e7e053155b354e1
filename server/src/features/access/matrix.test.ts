import { ROLES, type Role } from "@whereabouts/contracts";
import { describe, expect, test } from "vitest";
import { accessMatrix, tableGaps, type MatrixCaller } from "../../testing/access-matrix.ts";
import { createTestDatabase } from "../../testing/index.ts";
import { startLiveServer, TEST_API_KEY, type LiveServer } from "../../testing/live-server.ts";
import { OPERATIONS } from "./operations.ts";
import { ADMIN, SHARED_KEY, shown, testAccess } from "./testing.ts";

const CLAIMABLE = ["owner", "staff", "admin", "system"] as const satisfies readonly Role[];

/** Every role by bearer token and by a key of its own, and as a claim beside the shared key. */
async function callers({ access, baseUrl }: LiveServer): Promise<MatrixCaller[]> {
  const json = { "content-type": "application/json" };
  const send = async (path: string, body: unknown, headers = {}) => {
    const init = { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) };
    return (await fetch(`${baseUrl}/api/v1${path}`, init)).json();
  };
  await access.bootstrap({ email: ADMIN.username, password: ADMIN.password, name: null });
  const admin = await send("/auth/login", ADMIN);
  const asAdmin = { authorization: `Bearer ${admin.access_token}` };
  const made: MatrixCaller[] = [{ who: "nobody", how: "nothing", headers: {} }];
  for (const who of ROLES) {
    const user = { username: `user-${who}`, password: "a good password", role: who };
    await send("/auth/users", user, asAdmin);
    const tokens = await send("/auth/login", user);
    const { key } = await send("/auth/api-keys", { name: who, role: who }, asAdmin);
    const authorization = `Bearer ${tokens.access_token}`;
    made.push({ who, how: "bearer token", headers: { authorization } });
    made.push({ who, how: "key", headers: { "x-api-key": key } });
  }
  for (const who of CLAIMABLE) {
    const headers = { "x-api-key": TEST_API_KEY, "x-role": who, "x-user-id": "somebody" };
    made.push({ who, how: "shared key", headers });
  }
  return made;
}

describe.each(["demo", "enforced"] as const)("with ACCESS=%s", (mode) => {
  test("every operation admits exactly the roles of its row", async () => {
    const database = await createTestDatabase();
    const server = await startLiveServer(database.db, { access: mode });
    try {
      const { baseUrl, routes, sockets } = server;
      const options = { baseUrl, routes, sockets, table: OPERATIONS, mode };
      expect(await accessMatrix({ ...options, callers: await callers(server) })).toEqual([]);
      const gaps = tableGaps([...routes, ...sockets], OPERATIONS);
      expect(gaps).toEqual({ withoutRow: [], withoutOperation: [] });
    } finally {
      await server.dispose();
      await database.dispose();
    }
  });
});

describe("the shared key", () => {
  test.each(CLAIMABLE)("with x-role: %s passes the hotel's gates as that role", async (role) => {
    const database = await createTestDatabase();
    try {
      const gates = { KEY: true, OWNER: false, STAFF: false, SYSTEM: false };
      const passes = {
        owner: { ...gates, OWNER: true },
        staff: { ...gates, STAFF: true },
        admin: { KEY: true, OWNER: true, STAFF: true, SYSTEM: true },
        system: { ...gates, SYSTEM: true },
      }[role];
      const operations = Object.fromEntries(
        Object.keys(gates).map((hotel) => [hotel, { roles: [], hotel } as never]),
      );
      const access = await testAccess(database, { operations });
      const credentials = shown({ apiKey: SHARED_KEY, roleHeader: role, userIdHeader: "u" });
      for (const [gate, expected] of Object.entries(passes)) {
        const admitted = await access.authorize(gate, credentials).then(
          () => true,
          () => false,
        );
        expect([gate, admitted]).toEqual([gate, expected]);
      }
    } finally {
      await database.dispose();
    }
  });

  test("claims nothing when role headers are off", async () => {
    const database = await createTestDatabase();
    try {
      const access = await testAccess(database, { hotelRoleHeaders: false });
      const credentials = shown({ apiKey: SHARED_KEY, roleHeader: "system" });
      await expect(access.authorize("listUsers", credentials)).rejects.toThrow(/x-session-token/);
    } finally {
      await database.dispose();
    }
  });
});
