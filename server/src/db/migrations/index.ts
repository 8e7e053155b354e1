import type { Migration } from "kysely/migration";
import * as foundation from "./0001-foundation.ts";
import * as trackFill from "./0002-track-fill.ts";
import * as cameraLeases from "./0003-camera-leases.ts";
import * as subjects from "./0004-subjects.ts";
import * as auditRetention from "./0005-audit-retention.ts";
import * as nodeAddress from "./0006-node-address.ts";
import * as fleet from "./0008-fleet.ts";
import * as photos from "./0007-photos.ts";
import * as photoMaps from "./0009-photo-maps.ts";

/** Every migration in the order it is applied. Names are stored in the database: never change one. */
export const MIGRATIONS: Record<string, Migration> = {
  "0001-foundation": foundation,
  "0002-track-fill": trackFill,
  "0003-camera-leases": cameraLeases,
  "0004-subjects": subjects,
  "0005-audit-retention": auditRetention,
  "0006-node-address": nodeAddress,
  "0008-fleet": fleet,
  "0007-photos": photos,
  "0009-photo-maps": photoMaps,
};
