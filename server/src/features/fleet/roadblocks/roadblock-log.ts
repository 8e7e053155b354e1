import type { Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../../base/index.ts";
import type { DB } from "../../../db/index.ts";
import type { RoadblockPlan } from "../planner/index.ts";
import { WriteBehind, type WriteBehindStats } from "../vehicles/index.ts";
import type { CurrentPlan } from "./roadblock-dispatcher.ts";

interface RoadblockRow {
  readonly runner_id: number;
  readonly police_id: number;
  readonly map_id: number;
  readonly x_m: number;
  readonly y_m: number;
  readonly eta_s: number;
  readonly margin_s: number;
  readonly reason: string;
  readonly created_at: Date;
}

const WAITING_MAX = 10_000;
const BATCH = 500;

/** Plans as rows, with what speaks for them. A plan that only goes on is stored once. */
export class RoadblockLog implements Disposable {
  readonly #writer: WriteBehind<RoadblockRow>;
  readonly #stored = new Map<number, string>();

  constructor(ports: { readonly db: Kysely<DB>; readonly clock: Clock; readonly log: Log }) {
    this.#writer = new WriteBehind({
      ...ports,
      name: "roadblocks",
      limit: WAITING_MAX,
      batchSize: BATCH,
      write: async (rows) => {
        await ports.db.insertInto("roadblocks").values(rows).execute();
      },
    });
  }

  note({ runnerId, mapId, atMs, plan }: CurrentPlan): void {
    const essence = essenceOf(plan);
    if (this.#stored.get(runnerId) === essence) return;
    this.#stored.delete(runnerId);
    this.#stored.set(runnerId, essence);
    const oldest = this.#stored.keys().next().value;
    if (this.#stored.size > 1000 && oldest !== undefined) this.#stored.delete(oldest);
    const { outcome, proven, reasons } = plan;
    for (const point of plan.points) {
      this.#writer.push({
        runner_id: runnerId,
        police_id: point.unit,
        map_id: mapId,
        x_m: point.xM,
        y_m: point.yM,
        eta_s: point.etaS,
        margin_s: point.spareS,
        reason: JSON.stringify({ outcome, proven, reasons, cuts_exits: point.cutsExits }),
        created_at: new Date(atMs),
      });
    }
  }

  stats(): WriteBehindStats {
    return this.#writer.stats();
  }

  dispose(): Promise<void> {
    return this.#writer.dispose();
  }
}

/** Who stands where, and how it ends: what makes it another plan. */
function essenceOf({ outcome, points }: RoadblockPlan): string {
  const places = points.map(({ unit, xM, yM }) => `${unit}@${xM.toFixed(1)},${yM.toFixed(1)}`);
  return [outcome, ...places.sort()].join(" ");
}
