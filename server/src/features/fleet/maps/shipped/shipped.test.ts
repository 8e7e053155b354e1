import { describe, expect, it } from "vitest";

import { containsPoint, strongComponents } from "../plan/index.ts";
import { buildShippedMap, SHIPPED_MAPS } from "./index.ts";

const OUTSIDE_M = 0.5;

describe.each(SHIPPED_MAPS.map((shipped) => [shipped.name, shipped] as const))(
  "%s",
  (_, shipped) => {
    const { graph, polygons } = buildShippedMap(shipped);
    const nodeCount = graph.nodeXM.length;
    const directed = Array.from(graph.edgeFrom, (from, edge) => ({
      from,
      to: graph.edgeTo[edge]!,
    }));

    it("has 300 to 2,000 nodes, exits, and one to four polygons", () => {
      expect(nodeCount).toBeGreaterThanOrEqual(300);
      expect(nodeCount).toBeLessThanOrEqual(2000);
      expect(graph.exit.filter((exit) => exit === 1).length).toBeGreaterThan(5);
      expect(polygons.length).toBeGreaterThanOrEqual(1);
      expect(polygons.length).toBeLessThanOrEqual(4);
    });

    it("lets every crossing be reached from every other, and an exit from all", () => {
      // Leaving by an exit and coming back by another counts: a carriageway may only enter.
      for (let node = 0; node < nodeCount; node++) {
        if (graph.exit[node] === 1)
          directed.push({ from: node, to: nodeCount }, { from: nodeCount, to: node });
      }
      expect(new Set(strongComponents(nodeCount + 1, directed)).size).toBe(1);
    });

    it("is drivable wherever its roads run", () => {
      const drivable = (x: number, y: number): boolean =>
        polygons.some(
          ([outer, ...holes]) =>
            containsPoint(outer!, [x, y]) && !holes.some((hole) => containsPoint(hole, [x, y])),
        );
      for (let edge = 0; edge < graph.edgeFrom.length; edge++) {
        const shape = graph.edgeShape[edge] ?? [];
        const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
        const points = [
          graph.nodeXM[from]!,
          graph.nodeYM[from]!,
          ...shape,
          graph.nodeXM[to]!,
          graph.nodeYM[to]!,
        ];
        for (let at = 2; at < points.length; at += 2) {
          const x = (points[at]! + points[at - 2]!) / 2;
          const y = (points[at + 1]! + points[at - 1]!) / 2;
          expect([x, y, drivable(x, y)]).toEqual([x, y, true]);
        }
      }
    });

    it("winds outer rings counter-clockwise and closes every ring", () => {
      for (const ring of polygons.flat()) {
        expect(ring.at(0)).toEqual(ring.at(-1));
        expect(ring.length).toBeGreaterThan(3);
      }
    });
  },
);

it("covers the ground over which existing clients of map 4 report", () => {
  const { graph } = buildShippedMap(SHIPPED_MAPS.find(({ id }) => id === 4)!);
  const within = (values: Float64Array, low: number, high: number): void => {
    expect(Math.abs(Math.min(...values) - low)).toBeLessThan(OUTSIDE_M);
    expect(Math.abs(Math.max(...values) - high)).toBeLessThan(OUTSIDE_M);
  };
  within(graph.nodeXM, -1409, 1899);
  within(graph.nodeYM, -2554, 219);
});
