import { randomUUID } from "node:crypto";

import type pg from "pg";

import { copyRows } from "./harness/copy-rows.ts";
import type { Bench, BenchResult } from "./harness/index.ts";
import {
  bodyOf,
  createIngestCamera,
  IngestClient,
  ingestFrames,
  type IngestFrame,
} from "./harness/ingest-client.ts";
import {
  COPY_STATEMENT,
  digestOfRows,
  toCopyText,
  type ObservationRow,
} from "./harness/observation-rows.ts";
import { ProductServer } from "./harness/product-server.ts";

const BATCH_ROWS = 100;
const IN_FLIGHT = 16;

/**
 * Acknowledged, durable rows per second through `POST .../live-tracks/ingest`: 100 rows per
 * request, sixteen requests open at a time, the key checked each time, tracks kept up to date,
 * live feed told.
 *
 * The peer does none of that: `pg` on one connection to the same database brings the same rows
 * into the same table, each hundred as one `COPY` with a commit of its own, one after the other.
 * Both take turns, and neither is charged for making its text. One `COPY` of all rows with one
 * commit stands beside them.
 */
export const ingest: Bench = {
  name: "ingest",
  run: async ({ size }) => {
    const server = await ProductServer.start();
    const client = await server.connectDatabase();
    try {
      const load = size === "tiny" ? { rounds: 1, frames: 20 } : { rounds: 10, frames: 100 };
      return await compare(server, client, load);
    } finally {
      await client.end();
      await server.stop();
    }
  },
};

async function compare(
  server: ProductServer,
  database: pg.Client,
  load: { rounds: number; frames: number },
): Promise<BenchResult> {
  const frames = ingestFrames({
    cameraId: await createIngestCamera(server),
    count: load.rounds * load.frames,
    boxes: BATCH_ROWS,
    startMs: Date.now() - load.rounds * load.frames * 10,
    intervalMs: 10,
  });
  const batches = rowsOf(frames);
  const client = await IngestClient.connect(server);
  let [httpMs, copyMs] = [0, 0];
  for (let from = 0; from < frames.length; from += load.frames) {
    const bodies = frames.slice(from, from + load.frames).map(bodyOf);
    httpMs += await timed(() => client.sendAll(bodies, IN_FLIGHT));
    const texts = batches.slice(from, from + load.frames).map(toCopyText);
    copyMs += await timed(() => copyEach(database, texts));
  }
  client.close();
  await expectSameRows(database, frames.length * BATCH_ROWS);
  const whole = toCopyText(batches.flat());
  const bulkMs = await timed(() => copyEach(database, [whole]));
  return result(batches.flat(), { httpMs, copyMs, bulkMs });
}

function result(
  rows: readonly ObservationRow[],
  spent: { httpMs: number; copyMs: number; bulkMs: number },
): BenchResult {
  const { httpMs, copyMs, bulkMs } = spent;
  const perSecond = (spentMs: number) => rows.length / (spentMs / 1000);
  return {
    figures: [
      { name: "ingest over HTTP", value: perSecond(httpMs), unit: "rows/s" },
      { name: "bare COPY per 100", value: perSecond(copyMs), unit: "rows/s" },
      { name: "one COPY of all", value: perSecond(bulkMs), unit: "rows/s" },
    ],
    ratios: [
      { name: "ingest / COPY per 100", value: copyMs / httpMs, wanted: { atLeast: 0.6 } },
      { name: "ingest / one COPY", value: bulkMs / httpMs },
    ],
    digest: digestOfRows(rows),
  };
}

/** The rows that the server is expected to write, under ids of other tracks. */
function rowsOf(frames: readonly IngestFrame[]): readonly (readonly ObservationRow[])[] {
  const trackIds = new Map<string, string>();
  const trackOf = (source: string) => {
    const known = trackIds.get(source) ?? randomUUID();
    trackIds.set(source, known);
    return known;
  };
  return frames.map(({ camera_id: cameraId, ts, detections }) =>
    detections.map(({ source_track_id: source, bbox_xyxy: box, conf, class_id: classId }) => ({
      id: randomUUID(),
      captureTimeMs: Date.parse(ts),
      cameraId,
      trackId: trackOf(source),
      objectClass: "person",
      score: conf,
      boxPx: [box[0]!, box[1]!, box[2]!, box[3]!],
      positionM: null,
      zoneIds: [],
      appearanceVecRef: `ingest;source:${source};class:${classId};conf:${conf.toFixed(6)}`,
    })),
  );
}

async function copyEach(client: pg.Client, texts: readonly string[]): Promise<void> {
  for (const text of texts) await copyRows(client, COPY_STATEMENT, text);
}

/** Every acknowledged row is there, and equal to its copied twin but for the ids. */
async function expectSameRows(client: pg.Client, expected: number): Promise<void> {
  const { rows } = await client.query<{ count: number; digest: string }>(`
    SELECT count(*)::int AS count, md5(string_agg(concat_ws('|', o.ts, o.camera_id,
      o.object_class, o.score, o.bbox, o.x_m, o.y_m, o.zone_ids, o.appearance_vec_ref), ','
      ORDER BY o.ts, o.appearance_vec_ref)) AS digest
    FROM observations AS o LEFT JOIN tracks AS t ON t.id = o.track_id
    GROUP BY t.id IS NULL`);
  const [first, second] = rows;
  const isSame = first?.digest === second?.digest;
  if (first?.count === expected && second?.count === expected && isSame) return;
  throw new Error(`Expected ${expected} rows twice, found ${JSON.stringify(rows)}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
