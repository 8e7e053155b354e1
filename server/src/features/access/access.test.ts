import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startServer, type RunningServer } from "../../transport/testing.ts";
import type { Access } from "./create-access.ts";
import { LOCKOUT_FAILURES, LOCKOUT_MS } from "./login-attempts.ts";
import { ADMIN, HandClock, LIFETIMES, SHARED_KEY, testAccess } from "./testing.ts";

let database: TestDatabase;
let access: Access;
let running: RunningServer;
const clock = new HandClock();

beforeAll(async () => {
  database = await createTestDatabase();
  access = await testAccess(database, { clock });
  running = await startServer({ routes: access.routes, access });
});

afterAll(async () => {
  await running.server.close(0);
  await database.dispose();
});

type Headers = Record<string, string>;

async function call(
  method: string,
  path: string,
  options: { body?: unknown; headers?: Headers } = {},
) {
  const { body, headers = {} } = options;
  const answer = await fetch(`${running.baseUrl}/api/v1${path}`, {
    method,
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: text === "" ? null : JSON.parse(text),
    headers: answer.headers,
  };
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

async function login(name = ADMIN.username, password = ADMIN.password) {
  const answer = await call("POST", "/auth/login", { body: { username: name, password } });
  expect(answer.status).toBe(200);
  return answer.body as { access_token: string; refresh_token: string; user: { id: string } };
}

async function makeUser(username: string, role: string, password = "a good password") {
  const { access_token: token } = await login();
  const body = { username, role, password };
  const answer = await call("POST", "/auth/users", { body, headers: bearer(token) });
  expect(answer.status).toBe(200);
  return { id: answer.body.data.user_id as string, password };
}

const ACCESS_TTL_S = LIFETIMES.accessTokenMinutes * 60;

describe("login", () => {
  test("answers by username or e-mail with both families' shapes", async () => {
    const body = { email: ADMIN.username.toUpperCase(), password: ADMIN.password };
    const answer = await call("POST", "/auth/login", { body });
    expect(answer.body).toMatchObject({
      status: "success",
      token_type: "bearer",
      expires_in: ACCESS_TTL_S,
      user: { email: ADMIN.username, role: "admin", full_name: "System Admin" },
    });
    expect(answer.body.data.access_token).toBe(answer.body.access_token);
    const claims = decodeJwt(answer.body.access_token);
    expect(claims).toMatchObject({ sub: answer.body.user.id, role: "admin" });
    expect(claims["sid"]).toBeTypeOf("string");
    expect(claims.exp).toBe(clock.nowMs() / 1000 + ACCESS_TTL_S);
  });

  test("answers unknown names and wrong passwords alike", async () => {
    const unknown = await call("POST", "/auth/login", {
      body: { username: "nobody", password: "x" },
    });
    const wrong = await call("POST", "/auth/login", {
      body: { username: ADMIN.username, password: "x" },
    });
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
    expect(unknown.status).toBe(401);
    expect(unknown.headers.get("www-authenticate")).toBe("Bearer");
    await login();
  });

  test("locks an account after repeated failures, even for the right password, and for a time", async () => {
    const { password } = await makeUser("locked", "viewer");
    const guess = { username: "locked", password: "wrong" };
    for (let attempt = 0; attempt < LOCKOUT_FAILURES; attempt++) {
      await call("POST", "/auth/login", { body: guess });
    }
    const body = { username: "locked", password };
    expect((await call("POST", "/auth/login", { body })).status).toBe(401);
    clock.advance(LOCKOUT_MS + 1);
    expect((await call("POST", "/auth/login", { body })).status).toBe(200);
  });

  test("admits no guess of a burst once the count is full", async () => {
    const { password } = await makeUser("burst", "viewer");
    const guesses = Array.from({ length: LOCKOUT_FAILURES * 2 }, () =>
      call("POST", "/auth/login", { body: { username: "burst", password: "wrong" } }),
    );
    await Promise.all(guesses);
    const right = await call("POST", "/auth/login", { body: { username: "burst", password } });
    expect(right.status).toBe(401);
  });

  test("accepts the bcrypt hashes of a taken-over database and replaces them", async () => {
    // Made by another implementation, cost 4.
    const plain = "$2b$04$CGc7w1n.N05hXqzUYhmukOCuyDQ5pdqEHV2oqQzI6C9veEyCA6pkC";
    const salt = "abcdefghijklmnopqrstuu";
    const wrapped = `$bcrypt-sha256$v=2,t=2b,r=4$${salt}$7ePa4YqkcaBB6uzK1g11U1gFNezWIM6`;
    const hashes = { plain, wrapped };
    for (const [username, hash] of Object.entries(hashes)) {
      const row = { username, role: "viewer", password_hash: hash };
      await database.db.insertInto("users").values(row).execute();
      await login(username, "old password");
      const after = await database.db
        .selectFrom("users")
        .select("password_hash")
        .where("username", "=", username)
        .executeTakeFirstOrThrow();
      expect(after.password_hash).toMatch(/^\$argon2id\$/);
      await login(username, "old password");
    }
  });
});

describe("tokens", () => {
  test("expire", async () => {
    const { access_token: token } = await login();
    expect((await call("GET", "/auth/me", { headers: bearer(token) })).status).toBe(200);
    clock.advance(ACCESS_TTL_S * 1000 + 1000);
    const late = await call("GET", "/auth/me", { headers: bearer(token) });
    expect([late.status, late.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });

  test("rotate, and a used refresh token ends the session", async () => {
    const first = await login();
    const body = { refresh_token: first.refresh_token };
    const second = await call("POST", "/auth/refresh", { body });
    expect(second.status).toBe(200);
    const token = second.body.access_token as string;
    expect((await call("GET", "/auth/me", { headers: bearer(token) })).status).toBe(200);
    clock.advance(31_000);
    expect((await call("POST", "/auth/refresh", { body })).status).toBe(401);
    expect((await call("GET", "/auth/me", { headers: bearer(token) })).status).toBe(401);
    const latest = { refresh_token: second.body.refresh_token };
    expect((await call("POST", "/auth/refresh", { body: latest })).status).toBe(401);
  });

  test("may be shown once more when the answer was lost, but not once its successor was", async () => {
    const first = await login();
    const body = { refresh_token: first.refresh_token };
    expect((await call("POST", "/auth/refresh", { body })).status).toBe(200);
    const again = await call("POST", "/auth/refresh", { body });
    expect(again.status).toBe(200);
    const successor = { refresh_token: again.body.refresh_token };
    const third = await call("POST", "/auth/refresh", { body: successor });
    expect(third.status).toBe(200);
    expect((await call("POST", "/auth/refresh", { body })).status).toBe(401);
    const latest = { refresh_token: third.body.refresh_token };
    expect((await call("POST", "/auth/refresh", { body: latest })).status).toBe(401);
  });

  test("of one kind do not pass as the other", async () => {
    const tokens = await login();
    const refreshAsBearer = await call("GET", "/auth/me", {
      headers: bearer(tokens.refresh_token),
    });
    expect(refreshAsBearer.status).toBe(401);
    const body = { refresh_token: tokens.access_token };
    expect((await call("POST", "/auth/refresh", { body })).status).toBe(401);
  });

  test.each(["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])(
    "of a stranger (%j) are refused",
    async (token) => {
      expect((await call("GET", "/auth/me", { headers: bearer(token) })).status).toBe(401);
    },
  );

  test("end with logout, at once", async () => {
    const { access_token: token, refresh_token } = await login();
    expect((await call("POST", "/auth/logout", { headers: bearer(token) })).status).toBe(200);
    expect((await call("GET", "/auth/me", { headers: bearer(token) })).status).toBe(401);
    expect((await call("POST", "/auth/refresh", { body: { refresh_token } })).status).toBe(401);
  });

  test("end with their session's age", async () => {
    const { refresh_token } = await login();
    clock.advance(LIFETIMES.refreshTokenHours * 3_600_000 + 1000);
    expect((await call("POST", "/auth/refresh", { body: { refresh_token } })).status).toBe(401);
  });
});

describe("users and sessions", () => {
  test("a role change and a deactivation hold at the next call", async () => {
    const { id, password } = await makeUser("worker", "viewer");
    const worker = await login("worker", password);
    const admin = await login();
    const users = () => call("GET", "/auth/users", { headers: bearer(worker.access_token) });
    expect((await users()).status).toBe(403);
    const patch = (body: unknown) =>
      call("PATCH", `/auth/users/${id}`, { body, headers: bearer(admin.access_token) });
    expect((await patch({ role: "admin" })).status).toBe(200);
    expect((await users()).status).toBe(200);
    expect((await patch({ active: false })).status).toBe(200);
    expect((await users()).status).toBe(401);
    const body = { username: "worker", password };
    expect((await call("POST", "/auth/login", { body })).status).toBe(401);
  });

  test("the last active administrator cannot be removed", async () => {
    const admin = await login();
    for (const body of [{ active: false }, { role: "viewer" }]) {
      const headers = bearer(admin.access_token);
      const answer = await call("PATCH", `/auth/users/${admin.user.id}`, { body, headers });
      expect(answer.status).toBe(409);
    }
  });

  test("a taken name is refused in words", async () => {
    const { access_token: token } = await login();
    await makeUser("twice", "viewer");
    const body = { username: "TWICE", role: "viewer", password: "a good password" };
    const answer = await call("POST", "/auth/users", { body, headers: bearer(token) });
    expect([answer.status, answer.body.detail]).toEqual([
      400,
      "Username or email is already registered",
    ]);
  });

  test("one sees one's own sessions, an administrator all, and revoking works at once", async () => {
    const { password } = await makeUser("watcher", "viewer");
    const watcher = await login("watcher", password);
    const own = await call("GET", "/auth/sessions", { headers: bearer(watcher.access_token) });
    expect(own.body).toHaveLength(1);
    expect(own.body[0]).toMatchObject({ username: "watcher", kind: "login", current: true });
    const all = await call("GET", "/auth/sessions?all=true", {
      headers: bearer(watcher.access_token),
    });
    expect(all.status).toBe(403);
    const admin = await login();
    const headers = bearer(admin.access_token);
    const listed = await call("GET", "/auth/sessions?all=true", { headers });
    expect(listed.body.length).toBeGreaterThan(1);
    const adminSession = listed.body.find((row: { current: boolean }) => row.current).session_id;
    const stolen = { headers: bearer(watcher.access_token) };
    expect((await call("DELETE", `/auth/sessions/${adminSession}`, stolen)).status).toBe(404);
    const path = `/auth/sessions/${own.body[0].session_id}`;
    const caller = await access.authorize("logout", {
      address: "127.0.0.1",
      authorization: stolen.headers["authorization"],
    });
    expect(await access.stillHolds(caller)).toBe(true);
    expect((await call("DELETE", path, { headers })).status).toBe(200);
    expect((await call("GET", "/auth/me", stolen)).status).toBe(401);
    expect(await access.stillHolds(caller)).toBe(false);
  });

  test("a changed password ends the other sessions", async () => {
    const { password } = await makeUser("changer", "viewer");
    const here = await login("changer", password);
    const there = await login("changer", password);
    const body = { current_password: password, new_password: "another password" };
    const headers = bearer(here.access_token);
    expect((await call("POST", "/auth/change-password", { body, headers })).status).toBe(200);
    expect((await call("GET", "/auth/me", { headers })).status).toBe(200);
    const other = await call("GET", "/auth/me", { headers: bearer(there.access_token) });
    expect(other.status).toBe(401);
    await login("changer", "another password");
  });
});

describe("API keys", () => {
  test("are shown once, act with their role, and end at once", async () => {
    const { access_token: token } = await login();
    const headers = bearer(token);
    const body = { name: "worker", role: "admin" };
    const made = await call("POST", "/auth/api-keys", { body, headers });
    expect(made.status).toBe(201);
    const listed = await call("GET", "/auth/api-keys", { headers: { "x-api-key": made.body.key } });
    expect(listed.body[0]).toMatchObject({ name: "worker", prefix: made.body.key.slice(0, 10) });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    const byQuery = await call("GET", `/auth/api-keys?api_key=${made.body.key}`);
    expect(byQuery.status).toBe(200);
    const path = `/auth/api-keys/${made.body.key_id}`;
    expect((await call("DELETE", path, { headers })).status).toBe(204);
    const after = await call("GET", "/auth/me", { headers: { "x-api-key": made.body.key } });
    expect(after.status).toBe(401);
  });

  test("expire", async () => {
    const { access_token: token } = await login();
    const expiresAt = new Date(clock.nowMs() + 60_000).toISOString();
    const body = { name: "short", role: "viewer", expires_at: expiresAt };
    const made = await call("POST", "/auth/api-keys", { body, headers: bearer(token) });
    const me = () => call("GET", "/auth/me", { headers: { "x-api-key": made.body.key } });
    expect((await me()).body).toMatchObject({ role: "viewer", username: "short" });
    clock.advance(60_001);
    expect((await me()).status).toBe(401);
  });

  test("of a machine cannot make administrators", async () => {
    const { access_token: token } = await login();
    const body = { name: "machine", role: "system" };
    const made = await call("POST", "/auth/api-keys", { body, headers: bearer(token) });
    const headers = { "x-api-key": made.body.key as string, "x-role": "admin", "x-user-id": "me" };
    const create = (role: string) => call("POST", "/auth/users", { body: { role }, headers });
    expect((await create("owner")).status).toBe(200);
    expect((await create("admin")).status).toBe(403);
  });
});

describe("hotel callers", () => {
  const key = { "x-api-key": SHARED_KEY };
  const create = (headers: Headers, body: unknown = { role: " Owner " }) =>
    call("POST", "/auth/users", { body, headers });

  test("get rows, and refusals in the contract's order and words", async () => {
    expect((await create({})).body).toEqual({ detail: "Invalid API key" });
    expect((await create({ "x-api-key": "wrong" })).status).toBe(401);
    const byQuery = `/auth/users?api_key=${SHARED_KEY}`;
    expect((await call("POST", byQuery, { body: { role: "owner" } })).status).toBe(401);
    const badSession = await create({ ...key, "x-session-token": "psess_x", "x-role": "nonsense" });
    expect([badSession.status, badSession.body.detail]).toEqual([
      403,
      "Invalid or expired x-session-token",
    ]);
    const badRole = await create({ ...key, "x-role": "boss" });
    expect(badRole.body.detail).toBe("x-role must be one of: owner, staff, admin, system");
    const noUser = await create({ ...key, "x-role": "admin" });
    expect(noUser.body.detail).toBe("x-user-id is required for owner/staff/admin roles");
    const staff = await create({ ...key, "x-role": "staff", "x-user-id": "s" });
    expect([staff.status, staff.body.detail]).toEqual([403, "Admin or system role required"]);
    expect((await create({ ...key, "x-role": " SYSTEM " }, {})).status).toBe(422);
    const wrongRole = await create({ ...key, "x-role": "system" }, { role: "boss" });
    expect([wrongRole.status, wrongRole.body.detail]).toEqual([
      400,
      "role must be one of: owner, staff, admin, system",
    ]);
    const made = await create({ ...key, "x-role": "system" });
    expect(made.status).toBe(200);
    expect(Object.keys(made.body).sort()).toEqual([
      "active",
      "created_at",
      "display_name",
      "email",
      "role",
      "user_id",
    ]);
    const query = "/auth/users?role=OWNER&active=true";
    const listed = await call("GET", query, { headers: { ...key, "x-role": "system" } });
    expect(listed.body[0]).toEqual(made.body);
  });

  test("see a broken body before their key", async () => {
    const answer = await fetch(`${running.baseUrl}/api/v1/auth/users`, {
      method: "POST",
      body: "{",
    });
    // fetch calls a string body text/plain, which is not JSON for the contract's clients
    expect(answer.status).toBe(401);
    const typed = await fetch(`${running.baseUrl}/api/v1/auth/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(typed.status).toBe(422);
  });
});

describe("audit", () => {
  test("holds changes and refusals, and lets nobody change them", async () => {
    const { access_token: token } = await login();
    const page = await call("GET", "/audit-log?limit=500", { headers: bearer(token) });
    const seen = page.body.items.map((item: { operation: string; result: string }) =>
      [item.operation, item.result].join(" "),
    );
    for (const entry of [
      "login ok",
      "login denied",
      "createUser ok",
      "createApiKey ok",
      "listUsers denied",
    ]) {
      expect(seen).toContain(entry);
    }
    expect(JSON.stringify(page.body)).not.toContain(ADMIN.password);
    const first = await call("GET", "/audit-log?limit=1", { headers: bearer(token) });
    expect(first.body.next_before_id).toBe(first.body.items[0].id);
    await expect(database.db.deleteFrom("audit_log").execute()).rejects.toThrow(/append-only/);
  });
});

describe("bootstrap", () => {
  test("makes one administrator with a random password, once", async () => {
    const fresh = await createTestDatabase();
    try {
      const options = { email: null, password: null, name: null };
      const other = await testAccess(fresh);
      expect(await other.bootstrap(options)).toBeNull();
      await fresh.db.deleteFrom("users").execute();
      const made = await Promise.all([other.bootstrap(options), other.bootstrap(options)]);
      const winners = made.filter((result) => result !== null);
      expect(winners).toHaveLength(1);
      expect(winners[0]).toMatchObject({ username: "admin" });
      expect(winners[0]?.password?.length).toBeGreaterThanOrEqual(20);
    } finally {
      await fresh.dispose();
    }
  });
});
