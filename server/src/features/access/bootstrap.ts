import { randomBytes } from "node:crypto";
import { hashPassword } from "./passwords.ts";
import type { UserStore } from "./user-store.ts";

/** `SUPERADMIN_*` as set; null where unset. */
export interface FirstAdministratorSettings {
  readonly email: string | null;
  readonly password: string | null;
  readonly name: string | null;
}

export interface FirstAdministrator {
  readonly username: string;
  /** Null when it came from the settings. The only time a made password is ever seen. */
  readonly password: string | null;
}

/** Makes the first administrator. Null when one exists already, whatever the settings say now. */
export async function createFirstAdministrator(
  users: UserStore,
  settings: FirstAdministratorSettings,
): Promise<FirstAdministrator | null> {
  if ((await users.list({ role: "admin" })).length > 0) return null;
  const made = settings.password === null ? randomBytes(15).toString("base64url") : null;
  const username = settings.email ?? "admin";
  const user = await users.createFirstAdministrator({
    username: settings.email === null ? username : null,
    email: settings.email,
    displayName: settings.name ?? "System Admin",
    role: "admin",
    active: true,
    passwordHash: await hashPassword(made ?? settings.password ?? ""),
  });
  return user === null ? null : { username, password: made };
}
