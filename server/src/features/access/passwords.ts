import { createHmac, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { verify as verifyBlowfish } from "@node-rs/bcrypt";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 20 ms. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const ARGON2_PREFIX = `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=${ARGON2.parallelism}$`;

export interface PasswordVerdict {
  readonly matches: boolean;
  /** The stored hash is of an older kind; store a new one while the password is at hand. */
  readonly outdated: boolean;
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/**
 * Checks a password against an argon2 hash, or against the bcrypt hashes of a taken-over database.
 * Null stands for no such user, or one without a password: it costs the same and never matches, so
 * that the time tells nothing.
 */
export async function verifyPassword(
  storedHash: string | null,
  password: string,
): Promise<PasswordVerdict> {
  if (storedHash === null) {
    await verify(await decoyHash(), password);
    return { matches: false, outdated: false };
  }
  if (storedHash.startsWith("$argon2")) {
    const matches = await verify(storedHash, password).catch(() => false);
    return { matches, outdated: !storedHash.startsWith(ARGON2_PREFIX) };
  }
  return { matches: await verifyBcrypt(storedHash, password), outdated: true };
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword(randomBytes(16).toString("hex"));
  return decoy;
}

const WRAPPED_BCRYPT =
  /^\$bcrypt-sha256\$v=2,t=(2[aby]),r=(\d{1,2})\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/;

/** Plain bcrypt, or passlib's `bcrypt_sha256` version 2: bcrypt of base64(HMAC-SHA256(salt, password)). */
async function verifyBcrypt(storedHash: string, password: string): Promise<boolean> {
  const wrapped = WRAPPED_BCRYPT.exec(storedHash);
  if (wrapped === null) {
    return storedHash.startsWith("$2") && (await verifyBlowfish(password, storedHash));
  }
  const [, variant = "", rounds = "", salt = "", digest = ""] = wrapped;
  const inner = createHmac("sha256", salt).update(password, "utf8").digest("base64");
  return verifyBlowfish(inner, `$${variant}$${rounds.padStart(2, "0")}$${salt}${digest}`);
}
