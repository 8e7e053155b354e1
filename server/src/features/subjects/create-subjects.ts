import type { Audit, Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock, Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { MediaStore } from "../../media/index.ts";
import { changeRoutes } from "./change-routes.ts";
import { readRoutes } from "./read-routes.ts";
import { SubjectChanges } from "./subject-changes.ts";

export interface SubjectsPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly media: Pick<MediaStore, "add" | "read" | "remove">;
  readonly audit: Audit;
  /** The one registry of cameras. */
  readonly cameras: { find(key: string): { readonly id: string } | undefined };
}

export interface Subjects {
  readonly routes: readonly Route[];
}

export function createSubjects(ports: SubjectsPorts): Subjects {
  const changes = new SubjectChanges(ports);
  return { routes: [...readRoutes(ports), ...changeRoutes({ ...ports, changes })] };
}
