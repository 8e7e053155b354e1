import {
  AuthHealthResponse,
  ChangePasswordRequest,
  CurrentUserResponse,
  defineRoute,
  LoginRequest,
  LoginResponse,
  PermissionsResponse,
  RefreshRequest,
  RefreshResponse,
  StatusMessage,
  type Caller,
  type Route,
  type RouteRequest,
} from "@whereabouts/contracts";
import { AppError, isAppError } from "../../../base/index.ts";
import { permissionsOf } from "../permissions.ts";
import type { AccessParts } from "../parts.ts";
import { accountOfKey, accountUser, envelope } from "../shapes.ts";

const tag = "Access";

/** Logging in and out, and who one is. */
export function loginRoutes(parts: AccessParts): Route[] {
  return [
    loginRoute(parts),
    refreshRoute(parts),
    logoutRoute(parts),
    currentUserRoute(parts),
    changePasswordRoute(parts),
    permissionsRoute(parts),
    authHealthRoute(parts),
  ];
}

function loginRoute({ login, auditLog, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "login",
    method: "POST",
    path: "/api/v1/auth/login",
    tag,
    summary: "Log in with a username or e-mail and a password",
    body: LoginRequest,
    response: LoginResponse,
    handle: async ({ body, caller, headers }) => {
      const name = body.username ?? body.email ?? "";
      const origin = { address: caller.address, userAgent: headerText(headers["user-agent"]) };
      try {
        const { user, tokens } = await login.login({ name, password: body.password }, origin);
        const actor = userCaller(user, caller);
        await auditLog.write({ caller: actor, operation: "login", result: "ok" });
        return { body: envelope({ ...tokens, user: accountUser(user) }, clock.nowMs()) };
      } catch (error) {
        if (isAppError(error)) {
          const denial = { caller, operation: "login", target: name.slice(0, 100) };
          await auditLog.writeDenial({ ...denial, reason: error.message });
        }
        throw error;
      }
    },
  });
}

function refreshRoute({ login, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "refreshToken",
    method: "POST",
    path: "/api/v1/auth/refresh",
    tag,
    summary: "Exchange a refresh token for fresh tokens",
    description: "Each refresh token works once. Showing a used one ends its session.",
    body: RefreshRequest,
    response: RefreshResponse,
    handle: async ({ body }) => ({
      body: envelope(await login.refresh(body.refresh_token), clock.nowMs()),
    }),
  });
}

function logoutRoute({ sessions, auditLog, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "logout",
    method: "POST",
    path: "/api/v1/auth/logout",
    tag,
    summary: "End the caller's session",
    response: StatusMessage,
    handle: async ({ caller }) => {
      if (caller.sessionId === null) throw new AppError("bad-request", "Caller has no session");
      await sessions.revoke(caller.sessionId);
      await auditLog.write({ caller, operation: "logout", result: "ok" });
      return { body: succeeded("Logged out", clock.nowMs()) };
    },
  });
}

function currentUserRoute({ users, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "getCurrentUser",
    method: "GET",
    path: "/api/v1/auth/me",
    tag,
    summary: "The calling user",
    response: CurrentUserResponse,
    handle: async ({ caller }) => {
      const user = caller.sessionId === null ? undefined : await users.byId(caller.id ?? "");
      const account = user === undefined ? accountOfKey(caller, clock.nowMs()) : accountUser(user);
      return { body: envelope(account, clock.nowMs()) };
    },
  });
}

function changePasswordRoute({ login, auditLog, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "changePassword",
    method: "POST",
    path: "/api/v1/auth/change-password",
    tag,
    summary: "Change one's own password and end the other sessions",
    body: ChangePasswordRequest,
    response: StatusMessage,
    handle: async ({ body, caller }) => {
      if (caller.kind !== "user" || caller.id === null) {
        throw new AppError("forbidden", "Only a logged-in user has a password");
      }
      const { current_password: current, new_password: next } = body;
      await login.changePassword(caller.id, { current, next, keepSession: caller.sessionId });
      await auditLog.write({ caller, operation: "changePassword", result: "ok" });
      return { body: succeeded("Password changed", clock.nowMs()) };
    },
  });
}

function permissionsRoute({ clock }: AccessParts): Route {
  return defineRoute({
    operationId: "testPermissions",
    method: "GET",
    path: "/api/v1/auth/permissions/test",
    tag,
    summary: "What the caller's role permits",
    response: PermissionsResponse,
    handle: ({ caller }) => {
      const role = caller.role ?? "viewer";
      const permissions = [...permissionsOf(role)];
      const data = {
        user_id: caller.id,
        username: caller.name,
        role,
        permissions,
        can_read_system: permissions.includes("system:read"),
        can_write_system: permissions.includes("system:write"),
        can_read_analytics: permissions.includes("analytics:read"),
        can_write_analytics: permissions.includes("analytics:write"),
        is_admin: role === "admin",
        is_operator: role === "admin" || role === "staff",
      };
      return { body: envelope(data, clock.nowMs()) };
    },
  });
}

function authHealthRoute({ users, tokens, clock }: AccessParts): Route {
  return defineRoute({
    operationId: "authHealth",
    method: "GET",
    path: "/api/v1/auth/health",
    tag,
    summary: "State of the login service",
    response: AuthHealthResponse,
    handle: async () => {
      const { total, active } = await users.counts();
      const statistics = {
        total_users: total,
        active_users: active,
        tokens_generated: tokens.issued,
        encryptions_performed: 0,
      };
      const data = {
        authentication: "healthy",
        encryption: "healthy",
        jwt_service: "operational",
        encryption_service: "operational",
        statistics,
      };
      return { body: envelope(data, clock.nowMs()) };
    },
  });
}

function userCaller(user: Parameters<typeof accountUser>[0], caller: Caller): Caller {
  const account = accountUser(user);
  const { id, name, role } = account;
  return { kind: "user", id, name, role, sessionId: null, address: caller.address };
}

function headerText(value: RouteRequest["headers"][string]): string | null {
  return typeof value === "string" ? value : null;
}

function succeeded(message: string, nowMs: number) {
  return { status: "success" as const, message, timestamp: new Date(nowMs).toISOString() };
}
