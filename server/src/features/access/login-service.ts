import type { Role, TokenPair } from "@whereabouts/contracts";
import { AppError, type Clock } from "../../base/index.ts";
import type { LoginAttempts } from "./login-attempts.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { newToken } from "./secrets.ts";
import type { SessionStore } from "./session-store.ts";
import type { Tokens } from "./tokens.ts";
import type { UserRow, UserStore } from "./user-store.ts";

export interface LoginServiceOptions {
  readonly users: UserStore;
  readonly attempts: LoginAttempts;
  readonly sessions: SessionStore;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** Life of a session from its last refresh. */
  readonly sessionTtlMs: number;
}

export interface LoginRequestOrigin {
  readonly address: string;
  readonly userAgent: string | null;
}

/** Turns a password into a session, and a session's refresh token into fresh tokens. */
export class LoginService {
  readonly #options: LoginServiceOptions;

  constructor(options: LoginServiceOptions) {
    this.#options = options;
  }

  /**
   * Unknown name, wrong password, inactive and locked account look and cost the same.
   *
   * @throws AppError `unauthenticated`
   */
  async login(
    shown: { readonly name: string; readonly password: string },
    origin: LoginRequestOrigin,
  ): Promise<{ readonly user: UserRow; readonly tokens: TokenPair }> {
    const user = await this.#identify(shown, { evenInactive: false });
    return { user, tokens: await this.#openSession(user, origin) };
  }

  /**
   * A token of the photo family, which belongs to no session. An inactive user gets one as well;
   * the routes refuse it (photo contract, section 2).
   *
   * @throws AppError `unauthenticated`
   */
  async photoToken(shown: { readonly name: string; readonly password: string }): Promise<{
    readonly user: UserRow;
    readonly token: string;
  }> {
    const user = await this.#identify(shown, { evenInactive: true });
    const name = user.username ?? user.email ?? shown.name;
    return { user, token: await this.#options.tokens.photo(name) };
  }

  /**
   * Rotates a refresh token. Showing one that was already used revokes its session.
   *
   * @throws AppError `unauthenticated`
   */
  async refresh(refreshToken: string): Promise<TokenPair> {
    const { tokens, sessions, clock, sessionTtlMs } = this.#options;
    const claims = await tokens.verify(refreshToken, "refresh");
    const next = newToken("");
    const expiresAtMs = clock.nowMs() + sessionTtlMs;
    const swap = { shown: claims.tokenId, next, expiresAtMs };
    const result = await sessions.rotate(claims.sessionId, swap);
    const owner = result === "rotated" ? await sessions.ownerById(claims.sessionId) : undefined;
    if (owner === undefined || !owner.active) {
      throw new AppError("unauthenticated", "Session has ended");
    }
    return this.#pair(owner, next, expiresAtMs);
  }

  /** @throws AppError `bad-request` when the current password is wrong */
  async changePassword(
    userId: string,
    passwords: {
      readonly current: string;
      readonly next: string;
      readonly keepSession: string | null;
    },
  ): Promise<void> {
    const { users, attempts, sessions } = this.#options;
    const user = await users.byId(userId);
    const verdict = await verifyPassword(user?.password_hash ?? null, passwords.current);
    if (!verdict.matches) {
      await attempts.failed(userId);
      throw new AppError("bad-request", "Current password is wrong");
    }
    await users.update(userId, { passwordHash: await hashPassword(passwords.next) });
    await sessions.revokeAll(userId, passwords.keepSession);
  }

  async #identify(
    shown: { readonly name: string; readonly password: string },
    options: { readonly evenInactive: boolean },
  ): Promise<UserRow> {
    const { users, attempts } = this.#options;
    const user = await users.byName(shown.name);
    const verdict = await verifyPassword(user?.password_hash ?? null, shown.password);
    if (user !== undefined && !verdict.matches) await attempts.failed(user.id);
    const matches = user !== undefined && verdict.matches;
    const admitted = matches && (await attempts.succeeded(user.id, options));
    if (!admitted) throw new AppError("unauthenticated", "Incorrect username or password");
    if (verdict.outdated) await users.setPasswordHash(user.id, await hashPassword(shown.password));
    return user;
  }

  async #openSession(user: UserRow, origin: LoginRequestOrigin): Promise<TokenPair> {
    const token = newToken("");
    const session = await this.#options.sessions.create({
      userId: user.id,
      kind: "login",
      token,
      ttlMs: this.#options.sessionTtlMs,
      ...origin,
    });
    const owner = {
      userId: user.id,
      username: user.username ?? user.email,
      role: user.role as Role,
      sessionId: session.id,
    };
    return this.#pair(owner, token, session.expiresAtMs);
  }

  async #pair(
    owner: Parameters<Tokens["access"]>[0],
    tokenId: string,
    expiresAtMs: number,
  ): Promise<TokenPair> {
    const { tokens } = this.#options;
    return {
      access_token: await tokens.access(owner),
      refresh_token: await tokens.refresh(owner, tokenId, expiresAtMs),
      token_type: "bearer",
      expires_in: tokens.accessTtlS,
    };
  }
}
