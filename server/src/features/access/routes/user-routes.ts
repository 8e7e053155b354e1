import {
  CreateUserRequest,
  defineRoute,
  ListUsersQuery,
  ROLES,
  UpdateUserRequest,
  type Caller,
  type Role,
  type Route,
} from "@whereabouts/contracts";
import { z } from "zod";
import { AppError } from "../../../base/index.ts";
import type { AccessParts } from "../parts.ts";
import { hashPassword } from "../passwords.ts";
import { accountUser, envelope, hotelUser } from "../shapes.ts";
import type { UserRow } from "../user-store.ts";

const tag = "Access";
const HOTEL_ROLES: readonly Role[] = ["owner", "staff", "admin", "system"];
/** Names the other families use for our roles. */
const ROLE_ALIASES: Readonly<Record<string, Role>> = { operator: "staff", superadmin: "admin" };

/**
 * The one table of users in two shapes: rows for callers with an API key (hotel contract, 1.5),
 * the enveloped account for callers with a bearer token (tracking contract, 1.3).
 */
export function userRoutes(parts: AccessParts): Route[] {
  return [listUsersRoute(parts), createUserRoute(parts), updateUserRoute(parts)];
}

function listUsersRoute({ users, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "listUsers",
    method: "GET",
    path: "/api/v1/auth/users",
    tag,
    summary: "List users, newest first",
    query: ListUsersQuery,
    handle: async ({ query, caller }) => {
      const rows = await users.list(query);
      if (caller.kind === "api-key") return { body: rows.map(hotelUser) };
      const listed = rows.map(administeredUser);
      return { body: envelope({ users: listed, total_count: listed.length }, clock.nowMs()) };
    },
  });
}

function createUserRoute({ users, auditLog, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "createUser",
    method: "POST",
    path: "/api/v1/auth/users",
    tag,
    summary: "Create a user",
    description:
      "With an API key a role is enough (such a user logs in through sessions an API key makes); " +
      "with a bearer token a username or e-mail and a password are required.",
    body: CreateUserRequest,
    handle: async ({ body, caller }) => {
      const role = knownRole(body.role, caller);
      const username = body.username ?? null;
      const email = body.email ?? null;
      if (caller.kind === "user")
        requireLogin({ name: username ?? email, password: body.password });
      assertMayGrant(caller, role);
      const user = await users.create({
        username,
        email,
        displayName: body.display_name ?? null,
        role,
        active: body.active,
        passwordHash: body.password == null ? null : await hashPassword(body.password),
      });
      await auditLog.write({
        caller,
        operation: "createUser",
        result: "ok",
        target: user.id,
        details: { role },
      });
      if (caller.kind === "api-key") return { body: hotelUser(user) };
      return { body: envelope(administeredUser(user), clock.nowMs()) };
    },
  });
}

function updateUserRoute({ users, sessions, auditLog, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "updateUser",
    method: "PATCH",
    path: "/api/v1/auth/users/:user_id",
    tag,
    summary: "Change a user's role, name, password or whether they may log in",
    params: z.object({ user_id: z.uuid() }),
    body: UpdateUserRequest,
    handle: async ({ params, body, caller }) => {
      const { role, active, display_name: displayName, password } = body;
      const user = await users.update(params.user_id, {
        ...(role === undefined ? {} : { role }),
        ...(active === undefined ? {} : { active }),
        ...(displayName === undefined ? {} : { displayName }),
        ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
      });
      if (password !== undefined || active === false) {
        await sessions.revokeAll(user.id, caller.sessionId);
      }
      await auditLog.write({
        caller,
        operation: "updateUser",
        result: "ok",
        target: user.id,
        details: { ...body, ...(password === undefined ? {} : { password: "changed" }) },
      });
      return { body: envelope(administeredUser(user), clock.nowMs()) };
    },
  });
}

function administeredUser(user: UserRow) {
  return {
    ...accountUser(user),
    failed_login_attempts: user.failed_login_count,
    locked_until: user.locked_until?.toISOString() ?? null,
  };
}

/** @throws AppError `bad-request` in the words of the caller's family */
function knownRole(name: string, caller: Caller): Role {
  const allowed: readonly Role[] = caller.kind === "api-key" ? HOTEL_ROLES : ROLES;
  const role = allowed.find((known) => known === (ROLE_ALIASES[name] ?? name));
  if (role !== undefined) return role;
  throw new AppError("bad-request", `role must be one of: ${allowed.join(", ")}`);
}

function requireLogin(login: { name: string | null; password: string | null | undefined }): void {
  const missing = [
    ...(login.name === null ? ["username"] : []),
    ...(login.password == null ? ["password"] : []),
  ];
  if (missing.length === 0) return;
  throw new AppError("invalid", "Request is not valid", {
    details: missing.map((field) => ({
      type: "missing",
      loc: ["body", field],
      msg: "Field required",
    })),
  });
}

/**
 * A machine's own key may not make administrators. A role claimed beside an administrator's key
 * may: it has no name, and whoever holds that key could claim the role of administrator as well.
 */
function assertMayGrant(caller: Caller, role: Role): void {
  if (role !== "admin" || caller.role === "admin" || caller.name === null) return;
  throw new AppError("forbidden", "Only an administrator can create administrators");
}
