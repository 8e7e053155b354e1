import type { Credentials } from "@whereabouts/contracts";
import { createLog, type Clock } from "../../base/index.ts";
import { createAccess, type Access, type AccessOptions } from "./create-access.ts";

export const SHARED_KEY = "shared-key-of-this-test";
export const ADMIN = { username: "admin@test", password: "correct horse battery" };

export const LIFETIMES = { accessTokenMinutes: 20, refreshTokenHours: 48 };

/** A clock that only moves when told to. */
export class HandClock implements Clock {
  #nowMs = Date.UTC(2030, 0, 1);

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  sleep(): Promise<void> {
    throw new Error("A test of access never sleeps");
  }
}

/** Access over a test's database, with a first administrator. */
export async function testAccess(
  database: Pick<AccessOptions, "db">,
  options: Partial<AccessOptions> = {},
): Promise<Access> {
  const access = createAccess({
    db: database.db,
    clock: new HandClock(),
    log: createLog("silent"),
    secretKey: "a secret of this test that is long enough",
    apiKey: SHARED_KEY,
    mode: "enforced",
    hotelRoleHeaders: true,
    lifetimes: LIFETIMES,
    ...options,
  });
  await access.bootstrap({ email: ADMIN.username, password: ADMIN.password, name: null });
  return access;
}

export function shown(credentials: Partial<Credentials>): Credentials {
  return { address: "203.0.113.7", ...credentials };
}
