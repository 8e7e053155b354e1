import { z } from "zod";
import { ROLES, type Caller, type Role } from "./route.ts";

/** What a caller showed, as the transport found it. Nothing here is verified. */
export interface Credentials {
  /** `Authorization` header. */
  readonly authorization?: string | undefined;
  /** `x-api-key` header. */
  readonly apiKey?: string | undefined;
  /** `api_key` query parameter. */
  readonly queryApiKey?: string | undefined;
  /** Access token in the query or the subprotocol; sockets only, browsers cannot set headers. */
  readonly socketToken?: string | undefined;
  /** `x-session-token` header. */
  readonly sessionToken?: string | undefined;
  /** `x-role` and `x-user-id`: believed only together with the shared API key. */
  readonly roleHeader?: string | undefined;
  readonly userIdHeader?: string | undefined;
  /** Client address after `TRUST_PROXY`. */
  readonly address: string;
  readonly userAgent?: string | undefined;
}

/** What the transport needs to know of one row of the access table. */
export interface OperationAccess {
  readonly roles: readonly Role[];
  /**
   * May be called without a credential: `always`, because the demo mode left it open, or `never`.
   * What only the demo mode opened is closed to pages of foreign origins.
   */
  readonly anonymous: "always" | "demo" | "never";
  /** The body is parsed before the credential is looked at (hotel contract 1.3). */
  readonly bodyFirst: boolean;
}

/** The access feature as the transport sees it. */
export interface AccessPort {
  /** Undefined for an operation without a row, which refuses the start. */
  describe(operationId: string): OperationAccess | undefined;
  /** @throws AppError `unauthenticated` or `forbidden` */
  authorize(operationId: string, credentials: Credentials): Promise<Caller>;
  /** Whether a caller admitted before is still who it was; asked for sockets that stay open. */
  stillHolds?(caller: Caller): Promise<boolean>;
}

const Instant = z.iso.datetime();
export const RoleName = z.enum(ROLES);
const Password = z.string().min(8).max(128);

export const LoginRequest = z
  .object({
    username: z.string().trim().min(1).max(200).optional(),
    email: z.string().trim().min(3).max(320).optional(),
    password: z.string().min(1).max(1024),
  })
  .refine((body) => body.username !== undefined || body.email !== undefined, {
    message: "Field required",
    path: ["username"],
    params: { type: "missing" },
  });

/** User of a login answer: the union of what the families' clients read. */
export const AccountUser = z.object({
  id: z.string(),
  user_id: z.string(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  full_name: z.string().nullable(),
  name: z.string().nullable(),
  display_name: z.string().nullable(),
  role: RoleName,
  permissions: z.array(z.string()),
  active: z.boolean(),
  is_active: z.boolean(),
  created_at: Instant,
  last_login: Instant.nullable(),
});
export type AccountUser = z.output<typeof AccountUser>;

export const TokenPair = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal("bearer"),
  /** Seconds until the access token expires. */
  expires_in: z.int(),
});
export type TokenPair = z.output<typeof TokenPair>;

/** Success envelope of the tracking contract, 0.2. */
const enveloped = <S extends z.ZodRawShape>(data: z.ZodObject<S>) =>
  data.extend({ status: z.literal("success"), data, timestamp: Instant });

export const LoginResponse = enveloped(TokenPair.extend({ user: AccountUser }));
export const RefreshRequest = z.object({ refresh_token: z.string().min(1).max(4096) });
export const RefreshResponse = enveloped(TokenPair);
export const CurrentUserResponse = enveloped(AccountUser);
export const StatusMessage = z.object({
  status: z.literal("success"),
  message: z.string(),
  timestamp: Instant,
});

export const PermissionsData = z.object({
  user_id: z.string().nullable(),
  username: z.string().nullable(),
  role: RoleName,
  permissions: z.array(z.string()),
  can_read_system: z.boolean(),
  can_write_system: z.boolean(),
  can_read_analytics: z.boolean(),
  can_write_analytics: z.boolean(),
  is_admin: z.boolean(),
  is_operator: z.boolean(),
});
export const PermissionsResponse = enveloped(PermissionsData);

export const AuthHealthData = z.object({
  authentication: z.string(),
  encryption: z.string(),
  jwt_service: z.string(),
  encryption_service: z.string(),
  statistics: z.object({
    total_users: z.int(),
    active_users: z.int(),
    tokens_generated: z.int(),
    encryptions_performed: z.int(),
  }),
});
export const AuthHealthResponse = enveloped(AuthHealthData);

export const ChangePasswordRequest = z.object({
  current_password: z.string().min(1).max(1024),
  new_password: Password,
});

/** Body of both families: the tracking one needs username and password, the hotel one a role. */
export const CreateUserRequest = z.object({
  username: z.string().trim().min(3).max(50).nullish(),
  email: z.string().trim().min(3).max(320).nullish(),
  password: Password.nullish(),
  display_name: z.string().trim().max(200).nullish(),
  role: z.string().trim().toLowerCase().max(32),
  active: z.boolean().default(true),
});

export const UpdateUserRequest = z.object({
  role: RoleName.optional(),
  active: z.boolean().optional(),
  display_name: z.string().trim().max(200).nullable().optional(),
  password: Password.optional(),
});

/** Hotel row of a user, contract 4.3. */
export const HotelUser = z.object({
  user_id: z.string(),
  role: z.string(),
  email: z.string().nullable(),
  display_name: z.string().nullable(),
  active: z.boolean(),
  created_at: z.string(),
});
export type HotelUser = z.output<typeof HotelUser>;

export const ListUsersQuery = z.object({
  role: z.string().max(32).optional(),
  active: z.stringbool().optional(),
});

export const SessionRow = z.object({
  session_id: z.string(),
  user_id: z.string(),
  username: z.string().nullable(),
  kind: z.string(),
  created_at: Instant,
  last_seen_at: Instant,
  expires_at: Instant,
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  current: z.boolean(),
});
export type SessionRow = z.output<typeof SessionRow>;
export const ListSessionsQuery = z.object({ all: z.stringbool().default(false) });

export const ApiKeyRow = z.object({
  key_id: z.string(),
  name: z.string(),
  role: RoleName,
  /** First characters of the key, to tell keys apart. */
  prefix: z.string(),
  created_at: Instant,
  last_used_at: Instant.nullable(),
  expires_at: Instant.nullable(),
});
export type ApiKeyRow = z.output<typeof ApiKeyRow>;
/** The only answer that ever holds the key. */
export const CreatedApiKey = ApiKeyRow.extend({ key: z.string() });
export const CreateApiKeyRequest = z.object({
  name: z.string().trim().min(1).max(100),
  role: RoleName,
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});

export const AuditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before_id: z.coerce.number().int().min(1).optional(),
  operation: z.string().max(100).optional(),
  result: z.enum(["ok", "denied", "failed"]).optional(),
});
export const AuditEntry = z.object({
  id: z.int(),
  at: Instant,
  actor_kind: z.string(),
  actor_id: z.string().nullable(),
  actor_name: z.string().nullable(),
  role: z.string().nullable(),
  operation: z.string(),
  target: z.string().nullable(),
  result: z.string(),
  reason: z.string().nullable(),
  address: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.output<typeof AuditEntry>;
export const AuditPage = z.object({
  items: z.array(AuditEntry),
  next_before_id: z.int().nullable(),
});

/** A change or a refusal worth remembering; every feature may write one. */
export interface AuditRecord {
  readonly caller: Caller;
  readonly operation: string;
  readonly result: "ok" | "denied" | "failed";
  readonly target?: string | null;
  readonly reason?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}
export type Audit = (record: AuditRecord) => Promise<void>;
