import { randomUUID } from "node:crypto";
import { Tokens } from "../access/tokens.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/index.ts";
import { startLiveServer, type LiveServer } from "../../testing/live-server.ts";
import { systemClock } from "../../base/index.ts";
import { PhotoApp, testPicture, type Answer } from "./testing.ts";

/** Photo contract, sections 2 to 8, row by row. No job runs here, so uploads stay queued. */

const SECRET = "a secret of this test that is long enough";
let database: TestDatabase;
let server: LiveServer;
let picture: Buffer<ArrayBuffer>;

beforeAll(async () => {
  database = await createTestDatabase();
  picture = await testPicture();
}, 120_000);
afterAll(() => database?.dispose());

/** Every describe has its own server, since limits are counted in the process. */
function withServer(): void {
  beforeAll(async () => {
    server = await startLiveServer(database.db, { access: "enforced" });
  }, 120_000);
  afterAll(() => server?.dispose());
}

function newApp(): PhotoApp {
  return new PhotoApp(server.baseUrl);
}

function newName(): string {
  return `user-${randomUUID().slice(0, 8)}`;
}

describe("POST /register", () => {
  withServer();

  it("names every fault in the shape of the contract, and counts none of them", async () => {
    const answer = await newApp().json("POST", "/register", { username: "ab", password: "12345" });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      detail: [
        {
          type: "string_too_short",
          loc: ["body", "username"],
          msg: "String should have at least 3 characters",
          input: "ab",
          ctx: { min_length: 3 },
        },
        { type: "string_too_short", loc: ["body", "password"], ctx: { min_length: 6 } },
      ],
    });
    const empty = await newApp().json("POST", "/register", {});
    expect(empty.body).toMatchObject({
      detail: [
        { type: "missing", loc: ["body", "username"], msg: "Field required" },
        { type: "missing", loc: ["body", "password"] },
      ],
    });
    const long = { username: "x".repeat(51), password: "y".repeat(101) };
    expect((await newApp().json("POST", "/register", long)).body).toMatchObject({
      detail: [{ type: "string_too_long", ctx: { max_length: 50 } }, { ctx: { max_length: 100 } }],
    });
  });

  it("counts characters, trims nothing, refuses a taken name, and stops after five", async () => {
    const app = newApp();
    const login = { username: " 김민아 ", password: "🐕🐕🐕🐕🐕🐕" };
    expect((await app.json("POST", "/register", login)).body).toMatchObject({
      username: " 김민아 ",
      is_active: true,
    });
    const taken = await app.json("POST", "/register", login);
    expect([taken.status, taken.text]).toEqual([400, '{"detail":"Username already registered"}']);
    for (let call = 0; call < 3; call++) await app.json("POST", "/register", login);
    const refused = await app.json("POST", "/register", login);
    expectLimit(refused, 5);
    const row = await database.db
      .selectFrom("users")
      .select(["role", "password_hash"])
      .where("username", "=", " 김민아 ")
      .executeTakeFirstOrThrow();
    expect(row.role).toBe("owner");
    expect(row.password_hash).toMatch(/^\$argon2id\$/);
  });
});

describe("POST /token", () => {
  withServer();

  it("takes a form of either kind, and nothing else", async () => {
    const [username, password] = [newName(), "good password"];
    const app = newApp();
    await app.json("POST", "/register", { username, password });
    const multipart = new FormData();
    multipart.append("username", username);
    multipart.append("password", password);
    const answers = [
      await app.form("/token", { username, password, grant_type: "password", scope: "x" }),
      await app.call("POST", "/token", { body: multipart }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.body)).toEqual(["access_token", "token_type"]);
    }
    const json = await app.json("POST", "/token", { username, password });
    expect(json.status).toBe(422);
    expect(json.body).toMatchObject({
      detail: [
        { type: "missing", loc: ["body", "username"] },
        { type: "missing", loc: ["body", "password"] },
      ],
    });
    expect((await app.call("POST", "/token")).status).toBe(422);
    const grant = await app.form("/token", { username, password, grant_type: "implicit" });
    expect(grant.body).toMatchObject({
      detail: [
        {
          type: "string_pattern_mismatch",
          loc: ["body", "grant_type"],
          msg: "String should match pattern '^password$'",
          ctx: { pattern: "^password$" },
        },
      ],
    });
  });

  it("says the same of an unknown user and a wrong password, and stops after ten", async () => {
    const app = newApp();
    const password = "good password";
    const username = newName();
    await app.json("POST", "/register", { username, password });
    for (const name of [username, newName(), ...Array<string>(6).fill(newName())]) {
      const wrong = await app.form("/token", { username: name, password: "wrong" });
      expect([wrong.status, wrong.text]).toEqual([
        401,
        '{"detail":"Incorrect username or password"}',
      ]);
      expect(wrong.headers.get("www-authenticate")).toBe("Bearer");
    }
    // Two of the ten went into the test above.
    expectLimit(await app.form("/token", { username, password }), 10);
  });
});

describe("tokens", () => {
  withServer();

  it("are those of section 5, to the byte", async () => {
    const clock = { ...systemClock, nowMs: () => 1_790_000_000_000 };
    const tokens = new Tokens({ secretKey: "photo-demo-secret", clock, accessTtlS: 0 });
    expect(await tokens.photo("mina_k")).toBe(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJtaW5hX2siLCJleHAiOjE3OTAwMDAwMDB9.VbEvvXM3w2sE9UTuRzbYAE5TXD0j7DMdGdtmMjQeUHg",
    );
  });

  it("are looked at in the order header, token, user, active", async () => {
    const app = await newApp().enter(newName());
    const show = async (authorization: string) => {
      const { status, text, headers } = await app.call("GET", "/photos", {
        headers: { authorization },
      });
      return [status, text, headers.get("www-authenticate")];
    };
    const tokens = new Tokens({ secretKey: SECRET, clock: systemClock, accessTtlS: 60 });
    const stale = new Tokens({ secretKey: SECRET, clock: systemClock, accessTtlS: 0 });
    const foreign = new Tokens({ secretKey: "another", clock: systemClock, accessTtlS: 60 });
    const none = [401, '{"detail":"Not authenticated"}', "Bearer"];
    const bad = [401, '{"detail":"Could not validate credentials"}', "Bearer"];
    expect(await show("Basic abc")).toEqual(none);
    expect(await show("Bearer")).toEqual(bad);
    expect(await show("Bearer rubbish")).toEqual(bad);
    expect(await show(`Bearer ${await foreign.photo("mina_k")}`)).toEqual(bad);
    expect(await show(`Bearer ${await stale.photo("mina_k")}`)).toEqual(bad);
    expect(await show(`Bearer ${await tokens.photo("nobody there")}`)).toEqual(bad);
    expect((await show(`bEaReR ${app.token}`))[0]).toBe(200);
    const bare = await fetch(`${server.baseUrl}/photos`);
    expect([bare.status, await bare.text()]).toEqual([401, '{"detail":"Not authenticated"}']);
  });

  it("of an inactive user are refused with 400, though the login gives one", async () => {
    const username = newName();
    const app = await newApp().enter(username);
    await database.db
      .updateTable("users")
      .set({ active: false })
      .where("username", "=", username)
      .execute();
    const answer = await app.call("GET", "/photos");
    expect([answer.status, answer.text]).toEqual([400, '{"detail":"Inactive user"}']);
    const again = await app.form("/token", { username, password: "correct horse" });
    expect(again.status).toBe(200);
  });

  it("open the photo routes only", async () => {
    const app = await newApp().enter(newName());
    expect((await app.call("GET", "/api/v1/auth/me")).status).toBe(401);
    expect((await app.call("GET", "/api/v1/subjects")).status).toBe(401);
  });

  it("of an old server with the same key stay valid, and bcrypt hashes are renewed", async () => {
    const username = newName();
    await database.db
      .insertInto("users")
      .values({
        username,
        role: "owner",
        // "correct horse" by another bcrypt, cost 4.
        password_hash: "$2b$04$Ygm8d8OCbNB1IFzwcjdTnuuH8epuw9.1vTUbYak95DCktOc/lMhbq",
      })
      .execute();
    const tokens = new Tokens({ secretKey: SECRET, clock: systemClock, accessTtlS: 60 });
    const app = newApp();
    app.token = await tokens.photo(username);
    expect((await app.call("GET", "/photos")).text).toBe("[]");
    const login = await app.form("/token", { username, password: "correct horse" });
    expect(login.status).toBe(200);
    const { password_hash } = await database.db
      .selectFrom("users")
      .select("password_hash")
      .where("username", "=", username)
      .executeTakeFirstOrThrow();
    expect(password_hash).toMatch(/^\$argon2id\$/);
  });
});

describe("POST /upscale", () => {
  withServer();
  let app: PhotoApp;
  beforeAll(async () => {
    app = await newApp().enter(newName());
  });

  it("needs a token before anything else, and a file after it", async () => {
    const nobody = await newApp().upload("/upscale", "file", [picture]);
    expect(nobody.status).toBe(401);
    const missing = { type: "missing", loc: ["body", "file"], msg: "Field required", input: null };
    const wrongName = await app.upload("/upscale", "files", [picture]);
    expect([wrongName.status, wrongName.body]).toEqual([422, { detail: [missing] }]);
    const json = await app.json("POST", "/upscale", {});
    expect([json.status, json.body]).toEqual([422, { detail: [missing] }]);
    expect((await app.call("POST", "/upscale")).body).toEqual({ detail: [missing] });
    const both = await app.call("POST", "/upscale?lat=north&lng=1e999");
    expect(both.body).toEqual({
      detail: [
        {
          type: "float_parsing",
          loc: ["query", "lat"],
          msg: "Input should be a valid number, unable to parse string as a number",
          input: "north",
        },
        expect.objectContaining({ type: "finite_number", loc: ["query", "lng"] }),
        missing,
      ],
    });
    const text = new FormData();
    text.append("file", "no file");
    expect((await app.call("POST", "/upscale", { body: text })).body).toMatchObject({
      detail: [{ type: "value_error", loc: ["body", "file"], input: "no file" }],
    });
  });

  it("takes the place from the form, the query, the EXIF data, or has none", async () => {
    const GPS = {
      IFD3: {
        GPSLatitudeRef: "S",
        GPSLatitude: "33/1 52/1 0/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "151/1 12/1 30/1",
      },
    };
    const located = await testPicture({ exif: GPS });
    const uploads: [string, Buffer<ArrayBuffer>, Record<string, string>, string][] = [
      ["/upscale", picture, {}, '"latitude":0.0,"longitude":0.0'],
      ["/upscale?lat=37.5&lng=127", picture, {}, '"latitude":37.5,"longitude":127.0'],
      ["/upscale?lat=1&lng=2", picture, { lat: "-3" }, '"latitude":-3.0,"longitude":2.0'],
      ["/upscale", located, {}, '"latitude":-33.86666666666667,"longitude":151.20833333333331'],
      ["/upscale", located, { lat: "0", lng: "0.0" }, '"latitude":0.0,"longitude":0.0'],
      ["/upscale", picture, { lat: "1e-9", lng: "" }, '"latitude":1e-9,"longitude":0.0'],
    ];
    for (const [path, bytes, fields, expected] of uploads) {
      const { status, text } = await app.upload(path, "file", [bytes], fields);
      expect([status, text]).toEqual([200, expect.stringContaining('"id":"')]);
      expect((await app.call("GET", "/photos?limit=1")).text).toContain(expected);
    }
  });

  it("takes anything for a file, gives it back as a JPEG, and stops after ten", async () => {
    const { body } = await app.upload("/upscale", "file", ["no picture at all"]);
    const { id } = body as { id: string };
    const bytes = await app.call("GET", `/photos/${id}`);
    expect([bytes.status, bytes.text]).toEqual([200, "no picture at all"]);
    expect(bytes.headers.get("content-type")).toBe("image/jpeg");
    expect(bytes.headers.get("content-length")).toBe("17");
    for (let call = 7; call < 10; call++) {
      expect((await app.upload("/upscale", "file", [picture])).status).toBe(200);
    }
    // Faults are told even then, and only then the limit.
    expect((await app.call("POST", "/upscale")).status).toBe(422);
    const before = await countMedia();
    expectLimit(await app.upload("/upscale", "file", [picture]), 10);
    expect(await countMedia()).toBe(before);
    expect((await app.upload("/bestcut", "files", [picture])).status).toBe(200);
  });
});

describe("POST /upscale of something large", () => {
  withServer();

  it("answers 413 past 50 MB and leaves nothing behind", async () => {
    const app = await newApp().enter(newName());
    const before = await countMedia();
    const large = await app.upload("/upscale", "file", [Buffer.alloc(50 * 1024 * 1024 + 1)]);
    expect([large.status, large.text]).toEqual([413, expect.stringContaining('"detail":"')]);
    expect(await countMedia()).toBe(before);
  }, 120_000);
});

describe("POST /bestcut", () => {
  withServer();
  let app: PhotoApp;
  beforeAll(async () => {
    app = await newApp().enter(newName());
  });

  it("keeps the sharpest, the first of equals, and tells its score with a fraction", async () => {
    const soft = await testPicture({ blurSigma: 3 });
    const [other, torn] = [await testPicture({ seed: 1 }), picture.subarray(0, 400)];
    expect(other.equals(picture)).toBe(true);
    const before = await countMedia("photo-original");
    const answer = await app.upload("/bestcut", "files", [soft, torn, picture, other]);
    expect(answer.text).toMatch(
      /^\{"message":"Best cut selected, processing in background","id":"[0-9a-f-]{36}","score":\d+\.\d+\}$/,
    );
    expect(await countMedia("photo-original")).toBe(before + 1);
    const { id } = answer.body as { id: string };
    const row = await database.db
      .selectFrom("photos")
      .select(["file_name", "burst"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row.file_name).toBe("burst_2.jpg");
    expect(row.burst).toMatchObject([
      { isChosen: false, duplicateOf: null },
      { isChosen: false, sharpness: 0, error: "The JPEG cannot be read: the file is torn" },
      { isChosen: true, duplicateOf: 0 },
      { isChosen: false, duplicateOf: 0 },
    ]);
  });

  it("answers 0.0 when nothing can be read, and 422 without files", async () => {
    const answer = await app.upload("/bestcut", "files", ["no", "picture"]);
    expect(answer.text).toContain('"score":0.0}');
    const empty = await app.upload("/bestcut", "file", [picture]);
    expect(empty.body).toMatchObject({ detail: [{ type: "missing", loc: ["body", "files"] }] });
    const mode = await app.upload("/bestcut?mode=clever", "files", [picture]);
    expect(mode.body).toMatchObject({ detail: [{ type: "enum", loc: ["query", "mode"] }] });
  });

  it("with mode=smart weighs the rest as well", async () => {
    const answer = await app.upload("/bestcut?mode=smart", "files", [picture, picture]);
    expect(answer.status).toBe(200);
    const { id } = answer.body as { id: string };
    const row = await database.db
      .selectFrom("photos")
      .select(["judgement", "burst"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row.judgement).toMatchObject({ subject: { objectClass: "dog" } });
    expect(row.burst).toMatchObject([{ smartScore: expect.any(Number) }, {}]);
  });
});

describe("GET and DELETE /photos", () => {
  withServer();
  let mina: PhotoApp;
  let other: PhotoApp;
  const ids: string[] = [];
  beforeAll(async () => {
    [mina, other] = [await newApp().enter(newName()), await newApp().enter(newName())];
    for (let index = 0; index < 3; index++) {
      const { body } = await mina.upload("/upscale", "file", [picture]);
      ids.unshift((body as { id: string }).id);
    }
  });

  it("lists a bare array, newest first, in pages", async () => {
    const all = (await mina.call("GET", "/photos")).body as { id: string }[];
    expect(all.map(({ id }) => id)).toEqual(ids);
    expect(all[0]).toEqual({
      id: ids[0],
      original_path: `storage/originals/${ids[0]}.jpg`,
      upscaled_path: null,
      status: "queued",
      error_message: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      latitude: 0,
      longitude: 0,
    });
    const page = (await mina.call("GET", "/photos?skip=1&limit=1")).body as { id: string }[];
    expect(page.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it.each([
    ["skip=-1", "greater_than_equal", ["query", "skip"], { ge: 0 }],
    ["limit=0", "greater_than_equal", ["query", "limit"], { ge: 1 }],
    ["limit=1001", "less_than_equal", ["query", "limit"], { le: 1000 }],
    ["limit=ten", "int_parsing", ["query", "limit"], undefined],
  ])("refuses ?%s", async (query, type, loc, ctx) => {
    const answer = await mina.call("GET", `/photos?${query}`);
    expect([answer.status, answer.body]).toEqual([
      422,
      { detail: [expect.objectContaining({ type, loc, ...(ctx && { ctx }) })] },
    ]);
  });

  it("hides the photos of others behind 404, with a reason in JSON", async () => {
    expect((await other.call("GET", "/photos")).text).toBe("[]");
    const missing = [404, '{"detail":"Photo not found"}'];
    for (const path of [`/photos/${ids[0]}`, `/photos/${randomUUID()}`, "/photos/x%00y"]) {
      for (const method of ["GET", "DELETE"]) {
        const answer = await other.call(method, path);
        expect([answer.status, answer.text]).toEqual(missing);
      }
    }
    expect((await mina.call("GET", `/photos/${ids[0]}`)).status).toBe(200);
  });

  it("gives the original for every type while nothing else is ready", async () => {
    for (const type of ["", "?type=upscaled", "?type=original", "?type=whatever"]) {
      const answer = await mina.call("GET", `/photos/${ids[0]}${type}`);
      expect(picture.equals(answer.body as Buffer)).toBe(true);
    }
  });

  it("deletes with 200, once, and takes the files away", async () => {
    const gone = ids.shift() ?? "";
    const before = await countMedia();
    const answer = await mina.call("DELETE", `/photos/${gone}`);
    expect([answer.status, answer.text]).toEqual([200, '{"message":"Deleted successfully"}']);
    expect(await countMedia()).toBe(before - 1);
    expect((await mina.call("DELETE", `/photos/${gone}`)).status).toBe(404);
    expect((await mina.call("GET", `/photos/${gone}`)).status).toBe(404);
  });

  it("limits lists to sixty a minute and bytes not at all", async () => {
    let answer = await mina.call("GET", "/photos");
    for (let call = 0; call < 60 && answer.status === 200; call++) {
      answer = await mina.call("GET", "/photos?limit=1");
    }
    expectLimit(answer, 60);
    for (let call = 0; call < 70; call++) {
      expect((await mina.call("GET", `/photos/${ids[0]}`)).status).toBe(200);
    }
  });
});

function expectLimit(answer: Answer, calls: number): void {
  const words = `Rate limit exceeded: ${calls} per 1 minute`;
  expect([answer.status, answer.text]).toEqual([
    429,
    JSON.stringify({ detail: words, error: words }),
  ]);
  for (const header of ["retry-after", "x-ratelimit-limit"]) {
    expect(answer.headers.get(header)).toBeNull();
  }
}

async function countMedia(kind?: string): Promise<number> {
  const { count } = await database.db
    .selectFrom("media")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind ?? ""))
    .executeTakeFirstOrThrow();
  return Number(count);
}
