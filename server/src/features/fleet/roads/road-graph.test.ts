import { describe, expect, it } from "vitest";

import { buildRoadGraph } from "./index.ts";
import type { RoadEdge } from "./index.ts";

const NODES = [
  { xM: 0, yM: 0 },
  { xM: 30, yM: 40, exit: true },
];

describe("buildRoadGraph", () => {
  it("measures edges and adds the opposite one with its shape turned round", () => {
    const graph = buildRoadGraph(NODES, [
      { from: 0, to: 1, speedMps: 10, bothWays: true },
      { from: 0, to: 1, speedMps: 5, shape: [30, 0, 30, 10], bothWays: true },
      { from: 1, to: 0, speedMps: 5, lengthM: 80 },
    ]);
    expect([...graph.exit]).toEqual([0, 1]);
    expect([...graph.edgeFrom]).toEqual([0, 1, 0, 1, 1]);
    expect([...graph.edgeTo]).toEqual([1, 0, 1, 0, 0]);
    expect([...graph.edgeLengthM]).toEqual([50, 50, 70, 70, 80]);
    expect(graph.edgeShape[0]).toBeNull();
    expect([...(graph.edgeShape[3] ?? [])]).toEqual([30, 10, 30, 0]);
  });

  it.each<[string, RoadEdge]>([
    ["edge 0 to is 2, expected a node from 0 to 1", { from: 0, to: 2, speedMps: 1 }],
    ["edge 0 from is 0.5, expected a node from 0 to 1", { from: 0.5, to: 1, speedMps: 1 }],
    ["edge 0 speedMps is 0, expected more than 0", { from: 0, to: 1, speedMps: 0 }],
    ["edge 0 lengthM is NaN, expected more than 0", { from: 0, to: 1, speedMps: 1, lengthM: NaN }],
    ["edge 0 lengthM is 0, expected more than 0", { from: 0, to: 0, speedMps: 1 }],
    ["edge 0 shape has 1 numbers", { from: 0, to: 1, speedMps: 1, shape: [1] }],
    ["edge 0 shape[1] is NaN", { from: 0, to: 1, speedMps: 1, shape: [1, NaN] }],
  ])("refuses: %s", (message, edge) => {
    expect(() => buildRoadGraph(NODES, [edge])).toThrow(message);
  });

  it("refuses a node that is nowhere", () => {
    expect(() => buildRoadGraph([{ xM: Infinity, yM: 0 }], [])).toThrow("node 0 xM is Infinity");
  });
});
