import { AppError } from "../../../base/index.ts";
import type { RoadGraph, RoadPosition } from "../roads/index.ts";
import type { PlannerOptions, RoadblockRequest } from "./plan.ts";

/** @throws AppError `invalid` naming the value that is out of range. */
export function requireRequest(request: RoadblockRequest, options: PlannerOptions): void {
  const { graph, runner, units } = request;
  if (runner.positions.length === 0) refuse("runner.positions", "empty", "at least one position");
  runner.positions.forEach((position, i) =>
    requirePosition(graph, position, `runner.positions[${i}]`),
  );
  requireAbove(runner.leastMps, 0, "runner.leastMps");
  if (!(runner.mostMps >= runner.leastMps && runner.mostMps < Number.POSITIVE_INFINITY)) {
    refuse("runner.mostMps", runner.mostMps, `leastMps (${runner.leastMps}) or more`);
  }
  requireAtLeast(runner.fixAgeS ?? 0, 0, "runner.fixAgeS");
  units.forEach((unit, i) => {
    requirePosition(graph, unit.position, `units[${i}].position`);
    requireAbove(unit.mostMps, 0, `units[${i}].mostMps`);
    requireAtLeast(unit.fuelPercent, 0, `units[${i}].fuelPercent`);
  });
  if (new Set(units.map(({ id }) => id)).size < units.length) {
    refuse("units", "the same id twice", "each unit once");
  }
  for (const name of [
    "marginS",
    "keptMarginS",
    "reactionS",
    "comfortS",
    "switchingCostS",
  ] as const) {
    requireAtLeast(options[name], 0, `options.${name}`);
  }
  requireAbove(options.overspeedFactor, 0, "options.overspeedFactor");
  requireAbove(options.wrongWayFactor ?? 1, 0, "options.wrongWayFactor");
  requireAbove(options.halfDestroyedSpeedFactor, 0, "options.halfDestroyedSpeedFactor");
  requireAtLeast(options.fuelSecondsPerPercent, 0, "options.fuelSecondsPerPercent");
}

function requirePosition(graph: RoadGraph, { edge, offsetM }: RoadPosition, path: string): void {
  const edgeCount = graph.edgeFrom.length;
  if (!Number.isInteger(edge) || edge < 0 || edge >= edgeCount) {
    refuse(`${path}.edge`, edge, `an edge from 0 to ${edgeCount - 1}`);
  }
  if (!Number.isFinite(offsetM)) refuse(`${path}.offsetM`, offsetM, "a finite number");
}

function requireAbove(value: number, least: number, path: string): void {
  if (!(value > least && value < Number.POSITIVE_INFINITY))
    refuse(path, value, `more than ${least}`);
}

function requireAtLeast(value: number, least: number, path: string): void {
  if (!(value >= least && value < Number.POSITIVE_INFINITY)) {
    refuse(path, value, `${least} or more`);
  }
}

function refuse(path: string, value: number | string, expected: string): never {
  throw new AppError("invalid", `Roadblock plan: ${path} is ${value}, expected ${expected}`);
}
