import type {
  AccountUser,
  ApiKeyRow,
  AuditEntry,
  Caller,
  HotelUser,
  Role,
  SessionRow,
} from "@whereabouts/contracts";
import type { ApiKey } from "./api-key-store.ts";
import type { AuditLog } from "./audit-log.ts";
import { permissionsOf } from "./permissions.ts";
import type { SessionStore } from "./session-store.ts";
import type { UserRow } from "./user-store.ts";

/** Success envelope of the tracking contract, 0.2, with the same fields at the top (0.3 #2). */
export function envelope<T extends object>(data: T, nowMs: number) {
  const timestamp = new Date(nowMs).toISOString();
  return { ...data, status: "success" as const, data, timestamp };
}

export function accountUser(user: UserRow): AccountUser {
  const role = user.role as Role;
  return {
    id: user.id,
    user_id: user.id,
    username: user.username,
    email: user.email,
    full_name: user.display_name,
    name: user.display_name ?? user.username ?? user.email,
    display_name: user.display_name,
    role,
    permissions: [...permissionsOf(role)],
    active: user.active,
    is_active: user.active,
    created_at: user.created_at.toISOString(),
    last_login: user.last_login_at?.toISOString() ?? null,
  };
}

/** A caller without a user row, as the same shape: an API key, or a role claimed by headers. */
export function accountOfKey(caller: Caller, nowMs: number): AccountUser {
  const role = caller.role ?? "viewer";
  const id = caller.id ?? "api-key";
  return {
    id,
    user_id: id,
    username: caller.name,
    email: null,
    full_name: null,
    name: caller.name,
    display_name: null,
    role,
    permissions: [...permissionsOf(role)],
    active: true,
    is_active: true,
    created_at: new Date(nowMs).toISOString(),
    last_login: null,
  };
}

export function hotelUser(user: UserRow): HotelUser {
  return {
    user_id: user.id,
    role: user.role,
    email: user.email,
    display_name: user.display_name,
    active: user.active,
    created_at: user.created_at.toISOString(),
  };
}

type ListedSession = Awaited<ReturnType<SessionStore["list"]>>[number];

export function sessionRow(session: ListedSession, caller: Caller): SessionRow {
  return {
    session_id: session.id,
    user_id: session.user_id,
    username: session.username ?? session.email,
    kind: session.kind,
    created_at: session.created_at.toISOString(),
    last_seen_at: session.last_seen_at.toISOString(),
    expires_at: session.expires_at.toISOString(),
    address: session.address,
    user_agent: session.user_agent,
    current: session.id === caller.sessionId,
  };
}

export function apiKeyRow(key: ApiKey): ApiKeyRow {
  return {
    key_id: key.id,
    name: key.name,
    role: key.role as Role,
    prefix: key.prefix,
    created_at: key.created_at.toISOString(),
    last_used_at: key.last_used_at?.toISOString() ?? null,
    expires_at: key.expires_at?.toISOString() ?? null,
  };
}

type ListedEntry = Awaited<ReturnType<AuditLog["list"]>>[number];

export function auditEntry(entry: ListedEntry): AuditEntry {
  return {
    id: Number(entry.id),
    at: entry.at.toISOString(),
    actor_kind: entry.actor_kind,
    actor_id: entry.actor_id,
    actor_name: entry.actor_name,
    role: entry.role,
    operation: entry.operation,
    target: entry.target,
    result: entry.result,
    reason: entry.reason,
    address: entry.address,
    details: entry.details as Record<string, unknown>,
  };
}
