import { sql, type Kysely } from "kysely";
import type { DB } from "../../db/index.ts";

/** A process that runs cameras, as the table of leases knows it. */
export interface LeaseNode {
  readonly id: string;
  readonly name: string;
  /** Where other processes reach it; null when nobody said. */
  readonly url: string | null;
  readonly ttlMs: number;
}

/** A process that runs a camera, as the others know it. */
export type OtherNode = Pick<LeaseNode, "name" | "url">;

/** Who runs what, right after a renewal. */
export interface LeaseState {
  /** Cameras this node runs. */
  readonly held: readonly string[];
  /** Camera id to the other node that runs it. */
  readonly elsewhere: Readonly<Record<string, OtherNode>>;
  /** Other nodes that live. */
  readonly others: number;
}

const OTHER_NODE = sql`json_build_object('name', coalesce(n.name, ''), 'url', n.url)`;

/**
 * In one statement: says that the node lives, keeps its leases up to its fair share of `wanted`,
 * gives the rest back, and takes what nobody holds. Only the database's clock counts, so the nodes'
 * clocks may differ.
 */
export async function renewLeases(
  db: Kysely<DB>,
  { id, name, url, ttlMs }: LeaseNode,
  wanted: readonly string[],
): Promise<LeaseState> {
  const until = sql`now() + ${ttlMs}::float8 * interval '1 millisecond'`;
  const { rows } = await sql<LeaseState>`
    WITH me AS (
      INSERT INTO camera_nodes (id, name, url, expires_at)
      VALUES (${id}::uuid, ${name}, ${url}, ${until})
      ON CONFLICT (id) DO UPDATE
        SET expires_at = excluded.expires_at, url = excluded.url
    ), buried AS (
      DELETE FROM camera_nodes WHERE expires_at < now() - interval '1 hour'
    ), wanted AS (
      SELECT DISTINCT unnest(${wanted}::uuid[]) AS id
    ), others AS (
      SELECT count(*)::int AS count FROM camera_nodes WHERE expires_at > now() AND id <> ${id}::uuid
    ), share AS (
      SELECT ceil((SELECT count(*) FROM wanted)::numeric / (1 + others.count))::int AS size
      FROM others
    ), mine AS (
      SELECT l.camera_id, row_number() OVER (ORDER BY l.camera_id) AS place
      FROM camera_leases l JOIN wanted ON wanted.id = l.camera_id WHERE l.node_id = ${id}::uuid
    ), kept AS (
      UPDATE camera_leases l SET expires_at = ${until} FROM mine, share
      WHERE l.camera_id = mine.camera_id AND l.node_id = ${id}::uuid AND mine.place <= share.size
      RETURNING l.camera_id
    ), released AS (
      DELETE FROM camera_leases l WHERE l.node_id = ${id}::uuid AND NOT EXISTS (
        SELECT FROM mine, share WHERE mine.camera_id = l.camera_id AND mine.place <= share.size)
    ), taken AS (
      INSERT INTO camera_leases AS l (camera_id, node_id, expires_at)
      SELECT wanted.id, ${id}::uuid, ${until} FROM wanted WHERE NOT EXISTS (
        SELECT FROM camera_leases o
        WHERE o.camera_id = wanted.id AND (o.node_id = ${id}::uuid OR o.expires_at > now()))
      ORDER BY wanted.id
      LIMIT (SELECT greatest(0, share.size - (SELECT count(*) FROM mine)) FROM share)
      ON CONFLICT (camera_id) DO UPDATE
        SET node_id = excluded.node_id, expires_at = excluded.expires_at
        WHERE l.expires_at <= now()
      RETURNING l.camera_id
    ), held AS (
      SELECT camera_id FROM kept UNION ALL SELECT camera_id FROM taken
    )
    SELECT
      (SELECT coalesce(json_agg(camera_id), '[]') FROM held) AS held,
      (SELECT count FROM others) AS others,
      (SELECT coalesce(json_object_agg(o.camera_id, ${OTHER_NODE}), '{}')
        FROM camera_leases o LEFT JOIN camera_nodes n ON n.id = o.node_id
        WHERE o.node_id <> ${id}::uuid AND o.expires_at > now()
          AND o.camera_id NOT IN (SELECT camera_id FROM held)) AS elsewhere`.execute(db);
  return rows[0]!;
}

/** Who runs what, for a process that runs no camera itself. */
export async function readLeases(db: Kysely<DB>): Promise<LeaseState> {
  const { rows } = await sql<Pick<LeaseState, "elsewhere">>`
    SELECT coalesce(json_object_agg(o.camera_id, ${OTHER_NODE}), '{}') AS elsewhere
    FROM camera_leases o LEFT JOIN camera_nodes n ON n.id = o.node_id
    WHERE o.expires_at > now()`.execute(db);
  return { held: [], others: 0, elsewhere: rows[0]!.elsewhere };
}

/** Gives everything back, so that other nodes go on at once. */
export async function endLeases(db: Kysely<DB>, nodeId: string): Promise<void> {
  await sql`
    WITH gone AS (DELETE FROM camera_nodes WHERE id = ${nodeId}::uuid)
    DELETE FROM camera_leases WHERE node_id = ${nodeId}::uuid`.execute(db);
}

/** For the one process that owns the database: what an earlier run of it held means nothing. */
export async function forgetLeases(db: Kysely<DB>): Promise<void> {
  await sql`WITH gone AS (DELETE FROM camera_nodes) DELETE FROM camera_leases`.execute(db);
}
