import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../base/index.ts";
import type { Config, SecretName } from "./config.ts";

export type Secrets = Readonly<Record<SecretName, string>>;

const VARIABLES: Readonly<Record<SecretName, string>> = {
  apiKey: "API_KEY",
  secretKey: "SECRET_KEY",
  streamSigningKey: "STREAM_SIGNING_KEY",
  hmacSecretKey: "HMAC_SECRET_KEY",
};

/**
 * Every secret: as given, or generated once into `DATA_DIR/secrets`, readable by its owner only.
 * Several processes may start at once; they agree on one value.
 *
 * @throws AppError `invalid` in production, naming each secret that was not given
 */
export async function ensureSecrets(config: Config): Promise<Secrets> {
  const names = Object.keys(VARIABLES) as SecretName[];
  const missing = names.filter((name) => config.givenSecrets[name] === null);
  if (config.production && missing.length > 0) {
    const variables = missing.map((name) => VARIABLES[name]).join(", ");
    throw new AppError(
      "invalid",
      `Starting with NODE_ENV=production expected a value of ${variables}`,
    );
  }
  const folder = join(config.server.dataDir, "secrets");
  const entries = names.map(async (name) => {
    const given = config.givenSecrets[name];
    return [name, given ?? (await generateOnce(folder, VARIABLES[name]))] as const;
  });
  return Object.freeze(
    Object.fromEntries(await Promise.all(entries)) as Record<SecretName, string>,
  );
}

async function generateOnce(folder: string, variable: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, variable.toLowerCase().replaceAll("_", "-"));
  const found = await readIfPresent(path);
  if (found) return found;
  // Linking a finished file is atomic and never replaces one: whoever is first decides.
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft);
  }
  const agreed = await readIfPresent(path);
  if (agreed) return agreed;
  throw new AppError("invalid", `${path} is empty, expected a secret; remove it to make a new one`);
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
