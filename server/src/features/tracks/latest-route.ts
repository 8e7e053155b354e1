import {
  defineRoute,
  LatestTracks,
  LatestTracksQuery,
  naiveInstant,
  parseInstantMs,
  type Route,
  type TrackItem,
} from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import type { z } from "zod";
import type { DB } from "../../db/index.ts";
import type { TracksPorts } from "./create-tracks.ts";

interface LatestRow {
  readonly ts: string;
  readonly track_id: string;
  readonly camera_id: string;
  readonly location_zone: string;
  readonly bbox: readonly number[];
  readonly quality_score: number | null;
  readonly object_class: string;
  readonly x_m: number | null;
  readonly y_m: number | null;
}

/** Hotel contract, 2.5. Each item also carries `class` and `plan_xy_m`. */
export function latestRoute({ db, cameras }: Pick<TracksPorts, "db" | "cameras">): Route {
  return defineRoute({
    operationId: "listLatestTracks",
    method: "GET",
    path: "/api/v1/live/tracks/latest",
    tag: "Hotel: live tracks",
    summary: "The newest observations, newest first",
    query: LatestTracksQuery,
    response: LatestTracks,
    handle: async ({ query }) => {
      const camera = query.camera_id === undefined ? null : cameras.find(query.camera_id);
      const rows = camera === undefined ? [] : await newest(db, query, camera?.id ?? null);
      // No observation belongs to an animal yet, so a filter by animal finds none.
      const tracks = query.animal_id === undefined ? rows.flatMap(trackItem) : [];
      const sinceTs = query.since_ts === undefined ? null : naiveInstant(query.since_ts);
      return {
        body: { count: tracks.length, next_since_ts: tracks[0]?.ts ?? sinceTs, tracks },
      };
    },
  });
}

async function newest(
  db: Kysely<DB>,
  query: z.output<typeof LatestTracksQuery>,
  cameraId: string | null,
): Promise<LatestRow[]> {
  // The instant as text: a JavaScript date would lose the microseconds that cursors rely on.
  let select = db
    .selectFrom("observations as o")
    .innerJoin("tracks as t", "t.id", "o.track_id")
    .innerJoin("cameras as c", "c.id", "o.camera_id")
    .select([
      sql<string>`to_char(o.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`.as("ts"),
      "o.track_id",
      "o.camera_id",
      "c.location_zone",
      "o.bbox",
      "t.quality_score",
      "o.object_class",
      "o.x_m",
      "o.y_m",
    ])
    .orderBy("o.ts", "desc")
    .limit(query.limit);
  if (cameraId !== null) select = select.where("o.camera_id", "=", cameraId);
  if (query.since_ts !== undefined) {
    select = select.where("o.ts", ">=", sql<Date>`to_timestamp(${query.since_ts}::float8 / 1000)`);
  }
  return select.execute();
}

function trackItem(row: LatestRow): TrackItem[] {
  const [x1, y1, x2, y2] = row.bbox;
  if (row.bbox.length !== 4) return [];
  return [
    {
      ts: naiveInstant(parseInstantMs(row.ts) ?? 0),
      track_id: row.track_id,
      camera_id: row.camera_id,
      zone_id: row.location_zone,
      animal_id: null,
      bbox_xyxy: [x1!, y1!, x2!, y2!],
      quality_score: row.quality_score,
      class: row.object_class,
      plan_xy_m: row.x_m === null || row.y_m === null ? null : [row.x_m, row.y_m],
    },
  ];
}
