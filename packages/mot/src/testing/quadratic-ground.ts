import { GatedMatcher } from "../assignment/gated-matcher.ts";
import { arraysOf } from "../ground/ground-objects.ts";
import type { GroundObservation } from "../ground/ground.ts";
import {
  PLACE_STRIDE,
  PLANE_STRIDE,
  correctPlane,
  planeDistance,
  predictPlane,
  startPlane,
} from "../ground/plane-filter.ts";

interface Walker {
  worldId: number;
  cycles: number;
  unseenMs: number;
  readonly cameras: Set<number>;
  readonly state: Float64Array;
}

/**
 * The rules of GroundTracker with its default options, written the slow way: every observation
 * against every thing. Tests hold the fast one equal to it.
 */
export class QuadraticGround {
  #walkers: Walker[] = [];
  #lastMs: number | null = null;
  #lastId = 0;

  /** @returns the world track of each observation, null while it is not confirmed. */
  update(timeMs: number, observations: readonly GroundObservation[]): (number | null)[] {
    const dtMs = timeMs - (this.#lastMs ?? timeMs);
    this.#lastMs = timeMs;
    for (const walker of this.#walkers) {
      predictPlane(walker.state, 0, dtMs / 1000, 0.5);
      walker.unseenMs += dtMs;
      walker.cameras.clear();
    }
    const { cameras, places } = arraysOf(timeMs, observations);
    const owners: Walker[] = [];
    for (const camera of [...new Set(cameras)].sort((a, b) => a - b)) {
      const indices = observations.map((_, i) => i).filter((i) => cameras[i] === camera);
      indices.sort((a, b) => observations[a]!.positionM[0] - observations[b]!.positionM[0]);
      this.#associate(indices, places, camera, owners);
    }
    this.#settle();
    return observations.map((_, i) => owners[i]!.worldId || null);
  }

  #associate(indices: number[], places: Float64Array, camera: number, owners: Walker[]): void {
    const known = [...this.#walkers];
    const matcher = new GatedMatcher();
    matcher.begin(indices.length, known.length);
    indices.forEach((index, row) =>
      known.forEach(({ state }, column) => {
        matcher.admit(row, column, 18.42 - planeDistance(state, 0, places, index * PLACE_STRIDE));
      }),
    );
    matcher.match();
    indices.forEach((index, row) => {
      const match = known[matcher.columnOf[row]!];
      const walker = match ?? newWalker();
      const apply = match === undefined ? startPlane : correctPlane;
      apply(walker.state, 0, places, index * PLACE_STRIDE);
      if (match === undefined) this.#walkers.push(walker);
      walker.cameras.add(camera);
      owners[index] = walker;
    });
  }

  #settle(): void {
    const before = this.#walkers;
    this.#walkers = before.filter((walker) => {
      if (walker.cameras.size === 0) return walker.worldId > 0 && walker.unseenMs <= 3000;
      if (walker.worldId === 0 && before.some((other) => isDouble(walker, other))) return false;
      walker.unseenMs = 0;
      if (++walker.cycles >= 2 && walker.worldId === 0) walker.worldId = ++this.#lastId;
      return true;
    });
  }
}

function newWalker(): Walker {
  const state = new Float64Array(PLANE_STRIDE);
  return { worldId: 0, cycles: 0, unseenMs: 0, cameras: new Set(), state };
}

function isDouble({ state, cameras }: Walker, other: Walker): boolean {
  if (other.worldId === 0 || [...other.cameras].some((one) => cameras.has(one))) return false;
  const place = Float64Array.of(state[0]!, state[1]!, state[4]!, state[5]!, state[9]!);
  return planeDistance(other.state, 0, place, 0) < 4 * 18.42;
}
