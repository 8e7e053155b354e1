import type {
  AccessPort,
  Caller,
  Credentials,
  OperationAccess,
  Role,
} from "@whereabouts/contracts";
import { AppError, isAppError } from "../../base/index.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import type { AuditLog } from "./audit-log.ts";
import { HotelGateKeeper, type KeyHolder } from "./hotel-gate.ts";
import type { OperationRule } from "./operations.ts";
import { isSameSecret } from "./secrets.ts";
import type { SessionStore } from "./session-store.ts";
import type { Tokens } from "./tokens.ts";
import type { UserStore } from "./user-store.ts";

export interface AuthorizerOptions {
  readonly operations: Readonly<Record<string, OperationRule>>;
  readonly mode: "demo" | "enforced";
  /** The shared key of the environment, or null when there is none. */
  readonly sharedKey: string | null;
  /** Believe `x-role` and `x-user-id` beside the shared key. */
  readonly roleHeaders: boolean;
  readonly tokens: Tokens;
  readonly sessions: SessionStore;
  readonly users: Pick<UserStore, "byName">;
  readonly apiKeys: ApiKeyStore;
  readonly auditLog: AuditLog;
}

/** Finds out who is calling and holds that against the table of operations. */
export class Authorizer implements AccessPort {
  readonly #options: AuthorizerOptions;
  readonly #hotel: HotelGateKeeper;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    this.#hotel = new HotelGateKeeper({
      sessions: options.sessions,
      roleHeaders: options.roleHeaders,
      findKey: (key) => this.findKey(key),
    });
  }

  describe(operationId: string): OperationAccess | undefined {
    const { operations } = this.#options;
    const rule = Object.hasOwn(operations, operationId) ? operations[operationId] : undefined;
    if (rule === undefined) return undefined;
    const anonymous = this.#isOpen(rule) ? (rule.open ?? "never") : "never";
    return { roles: rule.roles, anonymous, bodyFirst: rule.hotel !== undefined };
  }

  async authorize(operationId: string, shown: Credentials): Promise<Caller> {
    const rule = this.#options.operations[operationId];
    if (rule === undefined) throw new AppError("internal", `Operation ${operationId} has no rule`);
    const { address } = shown;
    let caller = anonymous(address);
    try {
      if (rule.open === "always") return caller;
      const user = await (rule.photos ? this.#photoBearer(shown) : this.#bearer(shown));
      if (user === null && rule.hotel !== undefined) {
        return await this.#hotel.admit(rule.hotel, rule.roles, shown);
      }
      caller = user ?? (await this.#byKey(rule, shown)) ?? caller;
      this.#admit(rule, caller);
      return caller;
    } catch (error) {
      if (isAppError(error) && error.kind !== "internal") {
        const reason = error.message;
        await this.#options.auditLog.writeDenial({ caller, operation: operationId, reason });
      }
      throw error;
    }
  }

  /** False once the session or key was revoked or has expired, or the user's role is another. */
  async stillHolds(caller: Caller): Promise<boolean> {
    const { sessions, apiKeys } = this.#options;
    if (caller.kind === "user" && caller.sessionId !== null) {
      const owner = await sessions.ownerById(caller.sessionId);
      return owner !== undefined && owner.active && owner.role === caller.role;
    }
    // A key of its own carries its name; a role claimed beside the shared key has none.
    if (caller.kind !== "api-key" || caller.id === null || caller.name === null) return true;
    return caller.sessionId !== null || apiKeys.isLive(caller.id);
  }

  /** The holder of an API key: the shared one, or a live row; null when it is neither. */
  async findKey(key: string): Promise<KeyHolder | null> {
    const { sharedKey, apiKeys } = this.#options;
    if (sharedKey !== null && isSameSecret(key, sharedKey)) {
      return { id: null, name: "API_KEY", role: "admin", shared: true };
    }
    const row = await apiKeys.find(key);
    if (row === undefined) return null;
    return { id: row.id, name: row.name, role: row.role as Role, shared: false };
  }

  async #bearer(shown: Credentials): Promise<Caller | null> {
    const token = bearerToken(shown.authorization) ?? shown.socketToken;
    if (token === undefined) return null;
    const claims = await this.#options.tokens.verify(token, "access");
    const owner = await this.#options.sessions.ownerById(claims.sessionId);
    if (owner === undefined || !owner.active || owner.userId !== claims.userId) {
      throw new AppError("unauthenticated", "Session has ended");
    }
    const { userId: id, username: name, role, sessionId } = owner;
    return { kind: "user", id, name, role, sessionId, address: shown.address };
  }

  /** Header, token, user, active: the order of the photo contract, section 2. */
  async #photoBearer(shown: Credentials): Promise<Caller | null> {
    const token = /^bearer(?: (.*))?$/is.exec(shown.authorization ?? "")?.at(1);
    if (token === undefined && !/^bearer$/i.test(shown.authorization ?? "")) return null;
    const name = await this.#options.tokens.verifyPhoto(token?.trim() ?? "");
    if (name === null) return this.#photoSession(shown);
    const user = await this.#options.users.byName(name);
    if (user === undefined) throw unknownUser();
    if (!user.active) throw new AppError("bad-request", "Inactive user");
    const { id, username, email } = user;
    const role = user.role as Role;
    const { address } = shown;
    return { kind: "user", id, name: username ?? email, role, sessionId: null, address };
  }

  /** A user who logged in by the console or by another family. */
  async #photoSession(shown: Credentials): Promise<Caller | null> {
    try {
      return await this.#bearer(shown);
    } catch (error) {
      if (isAppError(error) && error.kind === "unauthenticated") throw unknownUser();
      throw error;
    }
  }

  async #byKey(rule: OperationRule, shown: Credentials): Promise<Caller | null> {
    const key = shown.apiKey ?? shown.queryApiKey;
    if (key === undefined) return null;
    const holder = await this.findKey(key);
    if (holder === null) throw new AppError("unauthenticated", "Invalid API key");
    return this.#hotel.callerOf(holder, rule.roles, shown);
  }

  #isOpen(rule: OperationRule): boolean {
    return rule.open === "always" || (rule.open === "demo" && this.#options.mode === "demo");
  }

  #admit(rule: OperationRule, caller: Caller): void {
    if (this.#isOpen(rule)) return;
    if (caller.role === null) throw new AppError("unauthenticated", "Not authenticated");
    if (rule.roles.includes(caller.role)) return;
    throw new AppError("forbidden", `Role ${caller.role} may not call this operation`);
  }
}

function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
}

function unknownUser(): AppError {
  return new AppError("unauthenticated", "Could not validate credentials");
}

function anonymous(address: string): Caller {
  return { kind: "anonymous", id: null, name: null, role: null, sessionId: null, address };
}
