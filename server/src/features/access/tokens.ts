import { randomUUID } from "node:crypto";
import type { Role } from "@whereabouts/contracts";
import { jwtVerify, SignJWT } from "jose";
import { AppError, type Clock } from "../../base/index.ts";

const ISSUER = "whereabouts";
const AUDIENCE = "whereabouts-clients";

interface TokenSubject {
  readonly userId: string;
  readonly role: Role;
  readonly username: string | null;
  readonly sessionId: string;
}

/** Claims of a token that was checked for signature, kind and age; the session is checked apart. */
export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
  /** Refresh tokens: the one-time id whose hash the session keeps. */
  readonly tokenId: string;
}

/** Signs and checks the two kinds of tokens (RFC 7519, HS256). */
export class Tokens {
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  /** Life of an access token. */
  readonly accessTtlS: number;
  #issued = 0;

  constructor(options: {
    readonly secretKey: string;
    readonly clock: Clock;
    readonly accessTtlS: number;
  }) {
    this.#key = new TextEncoder().encode(options.secretKey);
    this.#clock = options.clock;
    this.accessTtlS = options.accessTtlS;
  }

  /** Tokens signed since start. */
  get issued(): number {
    return this.#issued;
  }

  access(subject: TokenSubject): Promise<string> {
    const expiresAtS = Math.floor(this.#clock.nowMs() / 1000) + this.accessTtlS;
    const claims = { role: subject.role, username: subject.username, type: "access" };
    return this.#sign(subject, { ...claims, jti: randomUUID() }, expiresAtS);
  }

  /**
   * The photo family's token: the claims `sub` (the user's name) and `exp`, and no other; its
   * contract, section 5.
   */
  photo(username: string): Promise<string> {
    this.#issued++;
    return new SignJWT({})
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setSubject(username)
      .setExpirationTime(Math.floor(this.#clock.nowMs() / 1000) + this.accessTtlS)
      .sign(this.#key);
  }

  /**
   * Reads a token as the photo family's routes do.
   *
   * @returns the user's name; null for a token of the other kinds, which {@link verify} reads
   * @throws AppError `unauthenticated`
   */
  async verifyPhoto(token: string): Promise<string | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ["HS256"],
        currentDate: new Date(this.#clock.nowMs()),
        requiredClaims: ["sub", "exp"],
      });
      if (payload.iss !== undefined || payload.aud !== undefined) return null;
      return String(payload.sub);
    } catch (cause) {
      throw new AppError("unauthenticated", "Could not validate credentials", { cause });
    }
  }

  refresh(subject: TokenSubject, tokenId: string, expiresAtMs: number): Promise<string> {
    const claims = { type: "refresh", jti: tokenId };
    return this.#sign(subject, claims, Math.floor(expiresAtMs / 1000));
  }

  /** @throws AppError `unauthenticated` */
  async verify(token: string, type: "access" | "refresh"): Promise<TokenClaims> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ["HS256"],
        issuer: ISSUER,
        audience: AUDIENCE,
        currentDate: new Date(this.#clock.nowMs()),
        requiredClaims: ["sub", "sid", "exp", "jti"],
      });
      if (payload["type"] !== type) throw new Error(`Not a token of type ${type}`);
      const { sub, sid, jti } = payload;
      return { userId: String(sub), sessionId: String(sid), tokenId: String(jti) };
    } catch (cause) {
      throw new AppError("unauthenticated", "Invalid or expired token", { cause });
    }
  }

  #sign(
    subject: TokenSubject,
    claims: Readonly<Record<string, unknown>>,
    expiresAtS: number,
  ): Promise<string> {
    this.#issued++;
    return new SignJWT({ ...claims, sid: subject.sessionId })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setSubject(subject.userId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(Math.floor(this.#clock.nowMs() / 1000))
      .setExpirationTime(expiresAtS)
      .sign(this.#key);
  }
}
