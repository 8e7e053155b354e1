import {
  defineRoute,
  ListSessionsQuery,
  SessionRow,
  StatusMessage,
  type Route,
} from "@whereabouts/contracts";
import { z } from "zod";
import { AppError } from "../../../base/index.ts";
import type { AccessParts } from "../parts.ts";
import { sessionRow } from "../shapes.ts";

const tag = "Access";

/** Where one is logged in, and ending that. */
export function sessionRoutes({ sessions, auditLog, clock }: AccessParts): Route[] {
  const list = defineRoute({
    operationId: "listSessions",
    method: "GET",
    path: "/api/v1/auth/sessions",
    tag,
    summary: "List one's own sessions; administrators may ask for all",
    query: ListSessionsQuery,
    response: z.array(SessionRow),
    handle: async ({ query, caller }) => {
      if (query.all && caller.role !== "admin") {
        throw new AppError("forbidden", "Only an administrator sees the sessions of others");
      }
      if (!query.all && caller.sessionId === null) return { body: [] };
      const rows = await sessions.list(query.all ? null : caller.id);
      return { body: rows.map((row) => sessionRow(row, caller)) };
    },
  });
  const revoke = defineRoute({
    operationId: "revokeSession",
    method: "DELETE",
    path: "/api/v1/auth/sessions/:session_id",
    tag,
    summary: "End a session at once",
    params: z.object({ session_id: z.uuid() }),
    response: StatusMessage,
    handle: async ({ params, caller }) => {
      const isAdmin = caller.role === "admin";
      const own = caller.sessionId !== null && caller.id !== null;
      if (!isAdmin && !own) throw new AppError("not-found", "Session not found");
      const userId = isAdmin ? undefined : (caller.id ?? undefined);
      const revoked = await sessions.revoke(params.session_id, userId);
      if (!revoked) throw new AppError("not-found", "Session not found");
      const target = params.session_id;
      await auditLog.write({ caller, operation: "revokeSession", result: "ok", target });
      const timestamp = new Date(clock.nowMs()).toISOString();
      return { body: { status: "success", message: "Session ended", timestamp } };
    },
  });
  return [list, revoke];
}
