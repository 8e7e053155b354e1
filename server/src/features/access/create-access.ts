import type { AccessPort, Audit, Role, Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock, Log } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import { ApiKeyStore } from "./api-key-store.ts";
import { AuditLog } from "./audit-log.ts";
import { Authorizer } from "./authorizer.ts";
import {
  createFirstAdministrator,
  type FirstAdministrator,
  type FirstAdministratorSettings,
} from "./bootstrap.ts";
import { LoginAttempts } from "./login-attempts.ts";
import { LoginService } from "./login-service.ts";
import { OPERATIONS, type OperationRule } from "./operations.ts";
import type { AccessParts } from "./parts.ts";
import { auditRoutes, keyRoutes } from "./routes/key-routes.ts";
import { loginRoutes } from "./routes/login-routes.ts";
import { photoLoginRoutes } from "./routes/photo-login-routes.ts";
import { sessionRoutes } from "./routes/session-routes.ts";
import { userRoutes } from "./routes/user-routes.ts";
import { SessionStore } from "./session-store.ts";
import { Tokens } from "./tokens.ts";
import { UserStore } from "./user-store.ts";

export interface AccessOptions {
  readonly db: Kysely<DB>;
  readonly clock: Clock;
  readonly log: Log;
  /** `SECRET_KEY`: signs tokens. */
  readonly secretKey: string;
  /** `API_KEY`: the shared key, or null when there is none. */
  readonly apiKey: string | null;
  readonly mode: "demo" | "enforced";
  /** `HOTEL_ROLE_HEADERS`: believe `x-role` and `x-user-id` beside the shared key. */
  readonly hotelRoleHeaders: boolean;
  /** Life of an access token, and of a session from its last refresh. */
  readonly lifetimes: { readonly accessTokenMinutes: number; readonly refreshTokenHours: number };
  /** The table of rights; the product's own unless a test brings another. */
  readonly operations?: Readonly<Record<string, OperationRule>>;
}

/** The access feature: who calls, whether they may, and what was done. */
export interface Access extends Required<AccessPort> {
  readonly mode: "demo" | "enforced";
  readonly routes: readonly Route[];
  readonly audit: Audit;
  /** Whether an MQTT client with this password may connect: an API key of a machine or more. */
  admitsBroker(password: string): Promise<boolean>;
  /** Makes the first administrator unless one exists. */
  bootstrap(settings: FirstAdministratorSettings): Promise<FirstAdministrator | null>;
  /** Refusals that were too many to be written to the audit log. */
  suppressedDenials(): number;
}

/** Over MQTT everybody reads and writes every topic, so only machines and administrators may. */
const BROKER_ROLES: readonly Role[] = ["admin", "system"];

export function createAccess(options: AccessOptions): Access {
  const { db, clock, log } = options;
  const users = new UserStore(db);
  const sessions = new SessionStore(db, clock);
  const apiKeys = new ApiKeyStore(db, clock);
  const auditLog = new AuditLog({ db, clock, log });
  const { secretKey, lifetimes } = options;
  const tokens = new Tokens({ secretKey, clock, accessTtlS: lifetimes.accessTokenMinutes * 60 });
  const attempts = new LoginAttempts(db, clock);
  const sessionTtlMs = lifetimes.refreshTokenHours * 3_600_000;
  const login = new LoginService({ users, attempts, sessions, tokens, clock, sessionTtlMs });
  const authorizer = new Authorizer({
    operations: options.operations ?? OPERATIONS,
    mode: options.mode,
    sharedKey: options.apiKey,
    roleHeaders: options.hotelRoleHeaders,
    tokens,
    sessions,
    users,
    apiKeys,
    auditLog,
  });
  const parts: AccessParts = { users, sessions, apiKeys, auditLog, tokens, login, clock };
  return {
    mode: options.mode,
    routes: [
      ...loginRoutes(parts),
      ...photoLoginRoutes(parts),
      ...userRoutes(parts),
      ...sessionRoutes(parts),
      ...keyRoutes(parts),
      ...auditRoutes(parts),
    ],
    audit: auditLog.write,
    describe: (operationId) => authorizer.describe(operationId),
    authorize: (operationId, shown) => authorizer.authorize(operationId, shown),
    stillHolds: (caller) => authorizer.stillHolds(caller),
    admitsBroker: async (password) => {
      const holder = await authorizer.findKey(password);
      return holder !== null && BROKER_ROLES.includes(holder.role);
    },
    bootstrap: (settings) => createFirstAdministrator(users, settings),
    suppressedDenials: () => auditLog.suppressed,
  };
}
