import {
  defineRoute,
  photoLimitReply,
  RegisterRequest,
  RegisterResponse,
  TokenRequest,
  TokenResponse,
  type Role,
  type Route,
} from "@whereabouts/contracts";
import { AppError, FixedWindow, isAppError } from "../../../base/index.ts";
import type { AccessParts } from "../parts.ts";
import { hashPassword } from "../passwords.ts";

const TAG = "Access";
/** Photo contract, section 4. */
const REGISTRATIONS_PER_MINUTE = 5;
const TOKENS_PER_MINUTE = 10;
/** Sees nothing of the site but what is their own. */
const ROLE_OF_REGISTERED: Role = "owner";

/** Registration and login of the photo family's apps (its contract, section 2). */
export function photoLoginRoutes(parts: AccessParts): Route[] {
  return [registerRoute(parts), tokenRoute(parts)];
}

function registerRoute({ users, auditLog, clock }: AccessParts): Route {
  const limit = new FixedWindow(REGISTRATIONS_PER_MINUTE, clock);
  return defineRoute({
    operationId: "registerUser",
    method: "POST",
    path: "/register",
    tag: TAG,
    summary: "Register with a username and a password",
    description: "The user gets the role owner: their own photos and animals, nothing of the site.",
    body: RegisterRequest,
    response: RegisterResponse,
    rateLimit: "none",
    handle: async ({ body, caller }) => {
      if (!limit.take(caller.address)) return photoLimitReply(limit.callsPerMinute);
      const { username, password } = body;
      // Somebody's e-mail counts as taken too, since either name logs in.
      if ((await users.byName(username)) !== undefined) throw nameIsTaken();
      const passwordHash = await hashPassword(password);
      const registered = { username, email: null, displayName: null, active: true, passwordHash };
      const user = await users
        .create({ ...registered, role: ROLE_OF_REGISTERED })
        .catch((error: unknown) => {
          throw isAppError(error) && error.kind === "bad-request" ? nameIsTaken() : error;
        });
      const target = user.id;
      await auditLog.write({ caller, operation: "registerUser", result: "ok", target });
      return { body: { id: user.id, username, is_active: user.active } };
    },
  });
}

function nameIsTaken(): AppError {
  return new AppError("bad-request", "Username already registered");
}

function tokenRoute({ login, auditLog, clock }: AccessParts): Route {
  const limit = new FixedWindow(TOKENS_PER_MINUTE, clock);
  return defineRoute({
    operationId: "createToken",
    method: "POST",
    path: "/token",
    tag: TAG,
    summary: "Exchange a username and a password for a token of the photo routes",
    body: TokenRequest,
    bodyKind: "form",
    response: TokenResponse,
    rateLimit: "none",
    handle: async ({ body, caller }) => {
      if (!limit.take(caller.address)) return photoLimitReply(limit.callsPerMinute);
      const { username: name, password } = body;
      const denied = { caller, operation: "createToken", target: name.slice(0, 100) };
      try {
        const { user, token } = await login.photoToken({ name, password });
        const target = user.id;
        await auditLog.write({ caller, operation: "createToken", result: "ok", target });
        return { body: { access_token: token, token_type: "bearer" } };
      } catch (error) {
        if (isAppError(error)) await auditLog.writeDenial({ ...denied, reason: error.message });
        throw error;
      }
    },
  });
}
