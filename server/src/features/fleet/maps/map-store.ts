import type { MapGraphUpdate } from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import { AppError } from "../../../base/index.ts";
import type { Bus } from "../../../bus/contract.ts";
import { isForeignKeyViolation, isUniqueViolation, type DB } from "../../../db/index.ts";
import type { RoadGraph } from "../roads/index.ts";
import type { FleetMap, MapSite } from "./fleet-map.ts";
import { storedGraph } from "./graph-json.ts";
import type { ImportedMap } from "./import/index.ts";
import type { MapCatalog } from "./map-catalog.ts";

/** Maps kept in the database; all of them stand in memory. */
const MAPS_MAX = 50;
/** Lower numbers are for shipped maps and for those whom clients know by a number of their own. */
const FIRST_FREE_ID = 101;

export interface NewMap extends MapSite {
  readonly id: number | undefined;
  readonly name: string;
}

/** Writes maps; each change is in the catalog and announced when it resolves. */
export class MapStore {
  readonly #db: Kysely<DB>;
  readonly #bus: Bus;
  readonly #catalog: MapCatalog;

  constructor(ports: { readonly db: Kysely<DB>; readonly bus: Bus; readonly catalog: MapCatalog }) {
    this.#db = ports.db;
    this.#bus = ports.bus;
    this.#catalog = ports.catalog;
  }

  /** @throws AppError `conflict` when the id or the name is taken, or too many maps are kept */
  async add(map: NewMap, { graph, polygons }: ImportedMap): Promise<FleetMap> {
    const id = await this.#locked(async (db) => {
      const { rows } = await sql<{ kept: number; next: number }>`SELECT count(*)::int AS kept,
        greatest(${FIRST_FREE_ID}::int, max(id) + 1) AS next FROM fleet_maps`.execute(db);
      const { kept, next } = rows[0] ?? { kept: 0, next: FIRST_FREE_ID };
      if (kept >= MAPS_MAX) {
        throw new AppError(
          "conflict",
          `Adding map ${map.name}: ${kept} maps are kept, expected fewer than ${MAPS_MAX}; delete one`,
        );
      }
      const taken = this.#catalog
        .list()
        .find((other) => other.id === map.id || other.name === map.name);
      if (taken) {
        throw new AppError(
          "conflict",
          `Adding map ${map.name}: map ${taken.id} is called ${taken.name}, expected another id and name`,
        );
      }
      const wanted = map.id ?? next;
      await insert(db, { ...map, id: wanted, graph, polygons });
      return wanted;
    });
    return this.#changed(id, "created");
  }

  /** Changes exits and speeds; of a shipped map a changed copy is kept. */
  async edit(id: number, update: MapGraphUpdate): Promise<FleetMap> {
    await this.#locked(async (db) => {
      await this.#catalog.reload();
      const map = this.#find(id);
      const graph = edited(map.graph, update);
      const values = {
        graph: JSON.stringify(storedGraph(graph)),
        updated_at: sql<Date>`clock_timestamp()`,
      };
      const [result] = await db
        .updateTable("fleet_maps")
        .set(values)
        .where("id", "=", id)
        .execute();
      if (!result?.numUpdatedRows) await insert(db, { ...map, graph });
    });
    return this.#changed(id, "updated");
  }

  /** Removes a map, or what was changed of a shipped one. */
  async remove(id: number): Promise<void> {
    const [result] = await this.#db.deleteFrom("fleet_maps").where("id", "=", id).execute();
    if (!result?.numDeletedRows) {
      throw new AppError("not-found", `Map ${id} is not an imported or changed one`);
    }
    await this.#catalog.reload();
    this.#bus.publish("registry.map", { what: "map", id: String(id), change: "deleted" });
  }

  #find(id: number): FleetMap {
    const map = this.#catalog.map(id);
    if (map) return map;
    throw new AppError("not-found", `Map ${id} not found`);
  }

  /** One change at a time, whatever process asks: each starts from what the one before left. */
  #locked<T>(change: (db: Kysely<DB>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (transaction) => {
      await sql`SELECT pg_advisory_xact_lock(hashtext('whereabouts:fleet-maps'))`.execute(
        transaction,
      );
      return change(transaction);
    });
  }

  async #changed(id: number, change: "created" | "updated"): Promise<FleetMap> {
    await this.#catalog.reload();
    this.#bus.publish("registry.map", { what: "map", id: String(id), change });
    return this.#find(id);
  }
}

async function insert(db: Kysely<DB>, map: FleetMap): Promise<void> {
  const row = {
    id: map.id,
    name: map.name,
    site_id: map.siteId,
    floor_id: map.floorId,
    polygons: JSON.stringify(map.polygons),
    graph: JSON.stringify(storedGraph(map.graph)),
  };
  try {
    await db.insertInto("fleet_maps").values(row).execute();
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new AppError("conflict", `Map ${map.id} or the name ${map.name} is taken`);
    }
    if (isForeignKeyViolation(error)) {
      throw new AppError("invalid", `Adding map ${map.name}: its site or floor does not exist`);
    }
    throw error;
  }
}

function edited(graph: RoadGraph, { exits = [], speeds = [] }: MapGraphUpdate): RoadGraph {
  const exit = graph.exit.slice();
  const edgeSpeedMps = graph.edgeSpeedMps.slice();
  exits.forEach(({ node, exit: isExit }, index) => {
    requireKnown(node, exit.length, ["exits", index, "node"]);
    exit[node] = isExit ? 1 : 0;
  });
  speeds.forEach(({ edge, speed_mps }, index) => {
    requireKnown(edge, edgeSpeedMps.length, ["speeds", index, "edge"]);
    edgeSpeedMps[edge] = speed_mps;
  });
  if (exit.includes(1)) return { ...graph, exit, edgeSpeedMps };
  throw new AppError("invalid", "Changing a map: no exit would be left, expected at least one");
}

function requireKnown(value: number, count: number, loc: readonly (string | number)[]): void {
  if (value < count) return;
  const msg = `Input should be from 0 to ${count - 1}`;
  throw new AppError("invalid", `Changing a map: ${loc.join(".")} is ${value}. ${msg}`, {
    details: [{ type: "less_than_equal", loc: ["body", ...loc], msg, input: value }],
  });
}
