import type { Role } from "@whereabouts/contracts";

/** What the tracking family's clients read as permissions; its contract, 1.1. */
const PERMISSIONS: Readonly<Record<Role, readonly string[]>> = {
  admin: [
    "system:read",
    "system:write",
    "system:delete",
    "users:read",
    "users:write",
    "users:delete",
    "analytics:read",
    "analytics:write",
    "tracking:read",
    "tracking:write",
    "settings:read",
    "settings:write",
  ],
  staff: [
    "system:read",
    "analytics:read",
    "analytics:write",
    "tracking:read",
    "tracking:write",
    "settings:read",
  ],
  viewer: ["analytics:read", "tracking:read"],
  owner: [],
  system: ["system:read", "tracking:read", "tracking:write"],
};

export function permissionsOf(role: Role): readonly string[] {
  return PERMISSIONS[role];
}
