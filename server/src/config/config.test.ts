import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "../base/index.ts";
import { ensureSecrets, loadConfig, renderExample, renderHelp } from "./index.ts";
import { parseEnvText } from "./env-file.ts";
import { isOneEdit } from "./near-miss.ts";
import { allSettings, type Variables } from "./source.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "whereabouts-config-"));
});
afterEach(() => rm(cwd, { recursive: true }));

const load = (env: Variables = {}, argv: string[] = []) => loadConfig({ env, argv, cwd });

describe("loadConfig", () => {
  it("needs nothing", () => {
    const config = load();
    expect(config).toMatchObject({
      production: false,
      server: { host: "127.0.0.1", port: 8000, dataDir: join(cwd, "data"), demoSite: "auto" },
      database: { kind: "embedded", observationRetentionDays: 30 },
      access: { mode: "demo", hotelRoleHeaders: true },
      video: {
        targetFps: 3,
        frameJpegQuality: 70,
        detectionConfidenceThreshold: null,
        appearanceModel: null,
      },
      mqtt: { kind: "embedded", port: null },
      bus: { kind: "process" },
      cameras: [],
    });
    expect(config.server.roles).toEqual(["api", "camera", "jobs", "mqtt"]);
    expect(Object.isFrozen(config.server.roles)).toBe(true);
  });

  it.each([
    ["127.0.0.1", "demo"],
    ["localhost", "demo"],
    ["::1", "demo"],
    ["0.0.0.0", "enforced"],
    ["::", "enforced"],
    ["192.168.1.4", "enforced"],
  ])("with HOST=%s ACCESS is %s", (HOST, mode) => {
    expect(load({ HOST }).access.mode).toBe(mode);
    expect(load({ HOST, ACCESS: "demo" }).access.mode).toBe("demo");
  });

  it("reads .env, over which the environment wins and in which strangers are ignored", async () => {
    const lines = ["PORT=9000", 'SUPERADMIN_NAME="Ada L"', "CHATWOOT_ENABLED=true", "TARGET_FPS=5"];
    await writeFile(join(cwd, ".env"), lines.join("\n"));
    const config = load({ TARGET_FPS: "7", PATH: "/bin", UNKNOWN_THING: "1" });
    expect(config.server.port).toBe(9000);
    expect(config.access.superadmin.name).toBe("Ada L");
    expect(config.video.targetFps).toBe(7);
  });

  it("refuses a slip of the pen in .env", async () => {
    await writeFile(join(cwd, ".env"), "TARGET_FSP=5\n");
    expect(() => load()).toThrow("TARGET_FSP in .env is not a setting, expected TARGET_FPS");
  });

  const password = "pass word";
  it.each<[string, Variables, unknown]>([
    ["a URL", { DATABASE_URL: "postgres://u:p@h/d" }, { connectionString: "postgres://u:p@h/d" }],
    [
      "a URL with SQLAlchemy's driver",
      { DATABASE_URL: "postgresql+asyncpg://u@h/d" },
      { connectionString: "postgresql://u@h/d" },
    ],
    [
      "a URL beside its parts",
      { DATABASE_URL: "postgresql://u@h/d", RTLS_DB_HOST: "x" },
      { connectionString: "postgresql://u@h/d" },
    ],
    [
      "parts",
      { RTLS_DB_HOST: "db", RTLS_DB_PASSWORD: password },
      { host: "db", port: 5432, user: "rtls", database: "rtls_db", password },
    ],
  ])("takes an external database from %s", (_, env, connection) => {
    expect(load(env).database).toMatchObject({ kind: "external", connection });
  });

  it.each<[Variables, unknown]>([
    [
      { NATS_URL: "nats://n:4222", REDIS_HOST: "r" },
      { kind: "nats", url: "nats://n:4222" },
    ],
    [
      { REDIS_URL: "redis://r:1", REDIS_HOST: "x" },
      { kind: "redis", url: "redis://r:1" },
    ],
    [{ REDIS_HOST: "r" }, { kind: "redis", url: "redis://r:6379" }],
    [
      { REDIS_HOST: "r", REDIS_PASSWORD: "a b" },
      { kind: "redis", url: "redis://:a%20b@r:6379" },
    ],
  ])("chooses the bus for %o", (env, bus) => {
    expect(load(env).bus).toEqual({ ...(bus as object), prefix: "whereabouts" });
  });

  it.each<[Variables, unknown]>([
    [{ RTLS_MQTT_ENABLED: "false" }, { kind: "off" }],
    [{ MQTT_PORT: "0" }, { kind: "embedded", port: 0 }],
    [
      { RTLS_MQTT_HOST: "m", RTLS_MQTT_USERNAME: "" },
      {
        kind: "external",
        host: "m",
        port: 1883,
        username: null,
        password: null,
      },
    ],
  ])("chooses the MQTT broker for %o", (env, mqtt) => {
    expect(load(env).mqtt).toEqual(mqtt);
  });

  it.each<[Variables, string[]]>([
    [{ CORS_ALLOW_ORIGINS: "" }, []],
    [{ CORS_ALLOW_ORIGINS: "https://a.b/, http://c:1" }, ["https://a.b", "http://c:1"]],
    [{ ALLOWED_ORIGINS: "*" }, ["*"]],
    [{ CORS_ALLOW_ORIGINS: "http://a", ALLOWED_ORIGINS: "http://b" }, ["http://a", "http://b"]],
  ])("merges the origins of %o", (env, origins) => {
    expect(load(env).server.corsAllowOrigins).toEqual(origins);
  });

  it("reads a secret from the file that NAME_FILE names", async () => {
    await writeFile(join(cwd, "key"), "s3cret\n");
    expect(load({ API_KEY_FILE: join(cwd, "key") }).givenSecrets.apiKey).toBe("s3cret");
  });

  it("takes cameras and roles from the command line", () => {
    const argv = [
      "--camera",
      "door=rtsp://u:p@h/1",
      "--camera=clip=file:a b.mp4",
      "--roles=jobs,api",
    ];
    const config = load({ ROLES: "mqtt" }, argv);
    expect(config.cameras).toEqual([
      { name: "door", url: "rtsp://u:p@h/1" },
      { name: "clip", url: `file://${cwd}/a%20b.mp4` },
    ]);
    expect(config.server.roles).toEqual(["jobs", "api"]);
  });

  it("lists every fault at once", () => {
    expect(() => load({ PORT: "x", TARGET_FPS: "0" })).toThrow(
      'PORT is "x", expected a whole number from 0 to 65535; TARGET_FPS is "0", expected',
    );
  });

  it.each<[string, Variables, string[], string]>([
    ["text for a number", { PORT: "http" }, [], 'PORT is "http", expected a whole number'],
    ["an exponent", { PORT: "1e3" }, [], 'PORT is "1e3"'],
    ["a number out of range", { FRAME_JPEG_QUALITY: "101" }, [], "from 1 to 100"],
    ["a fraction", { OBSERVATION_RETENTION_DAYS: "1.5" }, [], "expected a whole number"],
    ["an unknown word", { ACCESS: "open" }, [], 'ACCESS is "open", expected one of demo, enforced'],
    ["an unknown level", { LOG_LEVEL: "loud" }, [], "expected one of trace"],
    ["an unknown flag", { HOTEL_ROLE_HEADERS: "maybe" }, [], "expected true or false"],
    ["an unknown role", {}, ["--roles", "api,boss"], 'ROLES is "api,boss", expected any of api'],
    ["an empty list of roles", {}, ["--roles="], "--roles is empty"],
    ["a list of no roles", {}, ["--roles=,"], "ROLES is empty, expected any of api"],
    ["an origin with a path", { ALLOWED_ORIGINS: "http://a/b" }, [], "expected web origins"],
    ["a network without an address", { TRUST_PROXY: "proxy" }, [], "expected addresses"],
    ["a network with a wide prefix", { TRUST_PROXY: "10.0.0.0/33" }, [], "expected addresses"],
    ["a place with a scheme", { OUTBOUND_ALLOW: "http://x" }, [], "expected host names"],
    ["another database", { DATABASE_URL: "sqlite:///./a.db" }, [], "expected postgresql://"],
    [
      "a bus of the wrong kind",
      { NATS_URL: "http://x" },
      [],
      "expected a URL that starts with nats:",
    ],
    ["two buses", { NATS_URL: "nats://n", REDIS_URL: "redis://r" }, [], "expected one of them"],
    ["two brokers", { MQTT_PORT: "1883", RTLS_MQTT_HOST: "m" }, [], "MQTT_PORT and RTLS_MQTT_HOST"],
    ["one port twice", { PORT: "3847", TRACKING_PORT: "3847" }, [], "another port than PORT"],
    ["a token without a life", { ACCESS_TOKEN_EXPIRE_MINUTES: "0" }, [], "from 1 to 10080"],
    ["an unreadable secret file", { API_KEY_FILE: "/nowhere" }, [], "expected a file"],
    ["an unknown option", {}, ["--cameras", "a=b"], "expected --help, --roles LIST or --camera"],
    ["a stray word", {}, ["start"], "expected --help"],
    ["a camera without a name", {}, ["--camera", "rtsp://h/1"], "expected NAME=URL"],
    ["a camera of another protocol", {}, ["--camera", "a=ftp://h/1"], "starts with file:"],
    ["a camera with a blank in its name", {}, ["--camera", "a b=sim:x/y"], "expected NAME=URL"],
    ["a camera twice", {}, ["--camera", "a=sim:x/y", "--camera", "a=sim:x/z"], "names a twice"],
  ])("refuses %s", (_, env, argv, message) => {
    expect(() => load(env, argv)).toThrow(message);
  });

  it("never repeats a secret", () => {
    const env = { DATABASE_URL: "mysql://u:hunter2@h/d", REDIS_URL: "http://:hunter2@h" };
    expect(() => load(env)).toThrow(/^(?!.*hunter2)/);
    expect(() => load({}, ["--camera", "a b=rtsp://u:hunter2@h"])).toThrow(/^(?!.*hunter2)/);
  });

  it("never fails in another way, whatever the environment holds", () => {
    const names = allSettings().map(({ name }) => name);
    const env = fc.dictionary(fc.constantFrom(...names), fc.string());
    fc.assert(
      fc.property(env, (variables) => {
        expect(failureOf(() => load(variables))).toBeOneOf([null, "invalid"]);
      }),
    );
  });
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return isAppError(error) ? error.kind : error;
  }
}

describe("parseEnvText", () => {
  it.each([
    ["A=b", "b"],
    ["export A = b ", "b"],
    ["A=rtls/gateways/#", "rtls/gateways/#"],
    ["A=p#w # why", "p#w"],
    ["A= # nothing", ""],
    ["A='x # y' # z", "x # y"],
    ['A="x\\ny"', "x\ny"],
    ["A=b=c\r\n#A=d", "b=c"],
    ["# A=b", undefined],
    ["no variable", undefined],
  ])("of %j gives %j", (text, expected) => {
    expect(parseEnvText(text)["A"]).toBe(expected);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseEnvText(text)));
  });
});

describe("the documentation of the settings", () => {
  const example = new URL("../../../.env.example", import.meta.url);

  it(".env.example is what the schema says", async () => {
    expect(await readFile(example, "utf8")).toBe(renderExample());
  });

  it(".env.example, with every line switched on, changes nothing but what is set explicitly", async () => {
    const text = (await readFile(example, "utf8")).replace(/^# (?=[A-Z_]+=)/gm, "");
    const variables = parseEnvText(text);
    expect(Object.keys(variables)).toEqual(allSettings().map(({ name }) => name));
    expect(load(variables)).toEqual(load());
  });

  it("--help names every setting", () => {
    const help = renderHelp();
    for (const { name, meaning } of allSettings()) {
      expect(help).toContain(`  ${name}\n      ${meaning}\n`);
    }
  });
});

describe("isOneEdit", () => {
  it.each([
    ["PORTS", "PORT", true],
    ["PROT", "PORT", true],
    ["PART", "PORT", true],
    ["PORT", "PORT", false],
    ["TROP", "PORT", false],
    ["PORTAL", "PORT", false],
  ])("of %s and %s is %s", (a, b, expected) => {
    expect(isOneEdit(a, b)).toBe(expected);
    expect(isOneEdit(b, a)).toBe(expected);
  });
});

describe("ensureSecrets", () => {
  it("generates each secret once, for its owner only", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => ensureSecrets(load())));
    expect(new Set(all.map((secrets) => secrets.secretKey)).size).toBe(1);
    expect(await ensureSecrets(load())).toEqual(all[0]);
    expect(new Set(Object.values(all[0]!)).size).toBe(4);
    const { mode } = await stat(join(cwd, "data/secrets/secret-key"));
    expect(mode & 0o777).toBe(0o600);
  });

  it("prefers what was given", async () => {
    expect((await ensureSecrets(load({ API_KEY: "given" }))).apiKey).toBe("given");
  });

  it("in production refuses to make one up, naming it", async () => {
    const config = load({ NODE_ENV: "production", API_KEY: "a", SECRET_KEY: "b" });
    await expect(ensureSecrets(config)).rejects.toThrow(/STREAM_SIGNING_KEY, HMAC_SECRET_KEY$/);
  });

  it("refuses an emptied file rather than signing with nothing", async () => {
    await ensureSecrets(load());
    await writeFile(join(cwd, "data/secrets/api-key"), "");
    await expect(ensureSecrets(load())).rejects.toThrow(/api-key is empty/);
  });
});
