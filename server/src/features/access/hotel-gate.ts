import type { Caller, Credentials, Role } from "@whereabouts/contracts";
import { AppError } from "../../base/index.ts";
import type { HotelGate } from "./operations.ts";
import type { SessionStore } from "./session-store.ts";

/** Who holds an API key. `shared` is the one key of the environment. */
export interface KeyHolder {
  readonly id: string | null;
  readonly name: string;
  readonly role: Role;
  readonly shared: boolean;
}

export interface HotelGateOptions {
  readonly sessions: SessionStore;
  readonly roleHeaders: boolean;
  readonly findKey: (key: string) => Promise<KeyHolder | null>;
}

const CLAIMABLE = ["owner", "staff", "admin", "system"] as const;
type Claimable = (typeof CLAIMABLE)[number];

const GATES: Readonly<
  Record<Exclude<HotelGate, "KEY">, { readonly roles: readonly Role[]; readonly refusal: string }>
> = {
  OWNER: { roles: ["owner", "admin"], refusal: "Owner or admin role required" },
  STAFF: { roles: ["staff", "admin"], refusal: "Staff or admin role required" },
  SYSTEM: { roles: ["admin", "system"], refusal: "Admin or system role required" },
};

/**
 * The hotel family's way of showing who one is: an API key, and beside it a session token or the
 * headers `x-role` and `x-user-id`. Order of checks and words are those of its contract, 1.1 to 1.3.
 */
export class HotelGateKeeper {
  readonly #options: HotelGateOptions;

  constructor(options: HotelGateOptions) {
    this.#options = options;
  }

  /**
   * Admits to one of the contract's operations. `keyRoles`: roles that a key of its own may have.
   *
   * @throws AppError `unauthenticated` or `forbidden` in the contract's words
   */
  async admit(gate: HotelGate, keyRoles: readonly Role[], shown: Credentials): Promise<Caller> {
    const holder = await this.#requireKey(gate, shown);
    if (gate === "KEY") {
      if (holder.shared || keyRoles.includes(holder.role)) return keyCaller(holder, shown.address);
      throw new AppError("forbidden", `Role ${holder.role} may not call this operation`);
    }
    const caller = await this.#actingAs(holder, shown);
    const { refusal } = GATES[gate];
    // A key that claims nothing is held against the table, as a bearer token is.
    const roles = caller.id === holder.id && !holder.shared ? keyRoles : GATES[gate].roles;
    if (caller.role === null || !roles.includes(caller.role)) {
      throw new AppError("forbidden", refusal);
    }
    return caller;
  }

  /**
   * The caller behind a key outside of the hotel's own operations: the role named by `x-role` or
   * the session, else the key's own. The shared key fits administrators' and machines' operations.
   */
  async callerOf(holder: KeyHolder, roles: readonly Role[], shown: Credentials): Promise<Caller> {
    const claims = sessionToken(shown) !== undefined || shown.roleHeader !== undefined;
    if (claims && (this.#mayClaim(holder) || sessionToken(shown) !== undefined)) {
      return this.#actingAs(holder, shown);
    }
    const role = holder.shared && !roles.includes("admin") ? "system" : holder.role;
    return keyCaller({ ...holder, role }, shown.address);
  }

  async #requireKey(gate: HotelGate, shown: Credentials): Promise<KeyHolder> {
    const key = shown.apiKey ?? (gate === "KEY" ? shown.queryApiKey : undefined);
    const holder = key === undefined ? null : await this.#options.findKey(key);
    if (holder === null) throw new AppError("unauthenticated", "Invalid API key");
    return holder;
  }

  async #actingAs(holder: KeyHolder, shown: Credentials): Promise<Caller> {
    const token = sessionToken(shown);
    if (token !== undefined) return this.#bySession(token, shown.address);
    const claims = holder.shared || shown.roleHeader !== undefined;
    if (claims && this.#mayClaim(holder)) return byHeaders(shown);
    if (!holder.shared) return keyCaller(holder, shown.address);
    throw new AppError("forbidden", "x-session-token is required");
  }

  /** An administrator's key may act as anybody, every other key only as itself. */
  #mayClaim(holder: KeyHolder): boolean {
    return this.#options.roleHeaders && (holder.shared || holder.role === "admin");
  }

  async #bySession(token: string, address: string): Promise<Caller> {
    const owner = await this.#options.sessions.ownerByToken(token);
    if (owner === undefined) throw new AppError("forbidden", "Invalid or expired x-session-token");
    if (!owner.active) throw new AppError("forbidden", "Session user is inactive or missing");
    const { userId: id, username: name, role, sessionId } = owner;
    return { kind: "api-key", id, name, role, sessionId, address };
  }
}

function byHeaders(shown: Credentials): Caller {
  const claimed = (shown.roleHeader ?? "owner").trim().toLowerCase();
  const role = CLAIMABLE.find((name): name is Claimable => name === claimed);
  if (role === undefined) {
    throw new AppError("forbidden", `x-role must be one of: ${CLAIMABLE.join(", ")}`);
  }
  const id = shown.userIdHeader?.trim() ?? "";
  if (id === "" && role !== "system") {
    throw new AppError("forbidden", "x-user-id is required for owner/staff/admin roles");
  }
  const { address } = shown;
  return { kind: "api-key", id: id === "" ? null : id, name: null, role, sessionId: null, address };
}

function keyCaller(holder: KeyHolder, address: string): Caller {
  const { id, name, role } = holder;
  return { kind: "api-key", id, name, role, sessionId: null, address };
}

function sessionToken(shown: Credentials): string | undefined {
  const token = shown.sessionToken?.trim() ?? "";
  return token === "" ? undefined : token;
}
