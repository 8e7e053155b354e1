import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** SHA-256 of a token; what the database keeps instead of the token. */
export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

/** 32 random bytes, url-safe: 43 characters after the prefix. */
export function newToken(prefix: string): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** Compares in constant time, whatever the lengths. */
export function isSameSecret(shown: string, expected: string): boolean {
  return timingSafeEqual(tokenHash(shown), tokenHash(expected));
}
