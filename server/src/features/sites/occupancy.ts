import type { ZoneOccupancy } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { DB } from "../../db/index.ts";
import type { Zone } from "../../model/index.ts";

/** Stays listed at most, over all zones; counts include only the listed ones. */
const STAYS_MAX = 5000;

/** Open stays of the given zones, one entry per zone, empty zones included. */
export async function zoneOccupancy(
  db: Kysely<DB>,
  zones: readonly Zone[],
): Promise<ZoneOccupancy[]> {
  if (zones.length === 0) return [];
  const zoneIds = zones.map((zone) => zone.id);
  const stays = await db
    .selectFrom("presences")
    .leftJoin("subjects", "subjects.id", "presences.subject_id")
    .select([
      "presences.zone_id",
      "presences.track_id",
      "presences.subject_id",
      "presences.object_class",
      "presences.entered_at",
      "subjects.global_id",
    ])
    .where("presences.left_at", "is", null)
    .where("presences.zone_id", "in", zoneIds)
    .orderBy("presences.entered_at", "desc")
    .limit(STAYS_MAX)
    .execute();
  const byZone = Map.groupBy(stays, (stay) => stay.zone_id);
  return zones.map((zone) => {
    const inside = onePerBeing(byZone.get(zone.id) ?? []);
    return {
      zone_id: zone.id,
      code: zone.code,
      count: inside.length,
      by_class: countBy(inside.map((stay) => stay.object_class)),
      subjects: inside.map((stay) => ({
        track_id: stay.track_id,
        subject_id: stay.subject_id,
        global_id: stay.global_id,
        object_class: stay.object_class,
        entered_at: stay.entered_at.toISOString(),
      })),
    };
  });
}

/** Processes that see the same subject each keep a stay of it; the one that began first counts. */
function onePerBeing<
  Stay extends { readonly subject_id: string | null; readonly track_id: string },
>(newestFirst: readonly Stay[]): Stay[] {
  const first = new Map(newestFirst.map((stay) => [stay.subject_id ?? stay.track_id, stay]));
  return newestFirst.filter((stay) => first.get(stay.subject_id ?? stay.track_id) === stay);
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
