import {
  ApiKeyRow,
  AuditPage,
  AuditQuery,
  CreateApiKeyRequest,
  CreatedApiKey,
  defineRoute,
  type Route,
} from "@whereabouts/contracts";
import { z } from "zod";
import { AppError } from "../../../base/index.ts";
import type { AccessParts } from "../parts.ts";
import { apiKeyRow, auditEntry } from "../shapes.ts";

const tag = "Access";

/** API keys of machines. */
export function keyRoutes({ apiKeys, auditLog, clock }: AccessParts): Route[] {
  const list = defineRoute({
    operationId: "listApiKeys",
    method: "GET",
    path: "/api/v1/auth/api-keys",
    tag,
    summary: "List API keys; never the keys themselves",
    response: z.array(ApiKeyRow),
    handle: async () => ({ body: (await apiKeys.list()).map(apiKeyRow) }),
  });
  const create = defineRoute({
    operationId: "createApiKey",
    method: "POST",
    path: "/api/v1/auth/api-keys",
    tag,
    summary: "Make an API key; the answer shows it once",
    body: CreateApiKeyRequest,
    successStatus: 201,
    response: CreatedApiKey,
    handle: async ({ body, caller }) => {
      const expiresAt = body.expires_at == null ? null : new Date(body.expires_at);
      if (expiresAt !== null && expiresAt.getTime() <= clock.nowMs()) {
        throw new AppError("bad-request", "expires_at must be in the future");
      }
      const createdBy = caller.kind === "user" ? caller.id : null;
      const { name, role } = body;
      const { row, key } = await apiKeys.create({ name, role, expiresAt, createdBy });
      const record = { caller, operation: "createApiKey", result: "ok", target: row.id } as const;
      await auditLog.write({ ...record, details: { name, role } });
      return { body: { ...apiKeyRow(row), key } };
    },
  });
  const remove = defineRoute({
    operationId: "deleteApiKey",
    method: "DELETE",
    path: "/api/v1/auth/api-keys/:key_id",
    tag,
    summary: "Revoke an API key at once",
    params: z.object({ key_id: z.uuid() }),
    successStatus: 204,
    handle: async ({ params, caller }) => {
      const target = params.key_id;
      if (!(await apiKeys.revoke(target))) throw new AppError("not-found", "API key not found");
      await auditLog.write({ caller, operation: "deleteApiKey", result: "ok", target });
      return { status: 204 };
    },
  });
  return [list, create, remove];
}

/** Who did what, and who was refused. */
export function auditRoutes({ auditLog }: AccessParts): Route[] {
  const list = defineRoute({
    operationId: "listAuditLog",
    method: "GET",
    path: "/api/v1/audit-log",
    tag,
    summary: "Read the audit log, newest first",
    query: AuditQuery,
    response: AuditPage,
    handle: async ({ query }) => {
      const { limit, before_id: beforeId, operation, result } = query;
      const rows = await auditLog.list({ limit, beforeId, operation, result });
      const items = rows.map(auditEntry);
      const next = items.length === limit ? (items.at(-1)?.id ?? null) : null;
      return { body: { items, next_before_id: next } };
    },
  });
  return [list];
}
