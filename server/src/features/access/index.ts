/**
 * Access: users, credentials, the table of who may call what, and the audit log. Owns no rights of
 * its own to anybody's data: features decide what a permitted caller sees of theirs.
 *
 * Follows docs/design/access.md.
 */
export { createAccess, type Access, type AccessOptions } from "./create-access.ts";
export type { FirstAdministrator, FirstAdministratorSettings } from "./bootstrap.ts";
export { OPERATIONS, type HotelGate, type OperationRule } from "./operations.ts";
