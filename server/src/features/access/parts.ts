import type { Clock } from "../../base/index.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import type { AuditLog } from "./audit-log.ts";
import type { LoginService } from "./login-service.ts";
import type { SessionStore } from "./session-store.ts";
import type { Tokens } from "./tokens.ts";
import type { UserStore } from "./user-store.ts";

/** What the routes of this feature work with. */
export interface AccessParts {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly apiKeys: ApiKeyStore;
  readonly auditLog: AuditLog;
  readonly tokens: Tokens;
  readonly login: LoginService;
  readonly clock: Clock;
}
