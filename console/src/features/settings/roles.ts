import type { Role } from "../../app/api.ts";

/** Roles a person or a key can have, the most powerful first. */
export const ROLES: readonly Role[] = ["admin", "staff", "viewer", "owner", "system"];
