import type { RoadGraph } from "../roads/index.ts";

/** Where a driven vehicle truly is at one second of its drive. */
export interface DrivenSecond {
  readonly edge: number;
  readonly offsetM: number;
  readonly xM: number;
  readonly yM: number;
  readonly timeMs: number;
}

/** Drives about at random for tests and benches: along edges at their speed, seldom back again. */
export function drive(graph: RoadGraph, seconds: number, random: () => number): DrivenSecond[] {
  const leaving: number[][] = Array.from(graph.nodeXM, () => []);
  graph.edgeFrom.forEach((from, edge) => leaving[from]!.push(edge));
  let edge = Math.floor(random() * graph.edgeFrom.length);
  let offsetM = random() * graph.edgeLengthM[edge]!;
  const pace = 0.6 + 0.5 * random();
  const driven: DrivenSecond[] = [];
  for (let second = 0; second < seconds; second++) {
    offsetM += graph.edgeSpeedMps[edge]! * pace;
    while (offsetM > graph.edgeLengthM[edge]!) {
      offsetM -= graph.edgeLengthM[edge]!;
      const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
      const onward = leaving[to]!.filter((next) => graph.edgeTo[next] !== from);
      const choice = onward.length > 0 ? onward : leaving[to]!;
      const next = choice[Math.floor(random() * choice.length)];
      if (next === undefined) return driven;
      edge = next;
    }
    driven.push({ edge, offsetM, ...pointAt(graph, edge, offsetM), timeMs: second * 1000 });
  }
  return driven;
}

function pointAt(graph: RoadGraph, edge: number, offsetM: number): { xM: number; yM: number } {
  const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
  const inner = graph.edgeShape[edge] ?? [];
  const ends = [graph.nodeXM[to]!, graph.nodeYM[to]!];
  const path = [graph.nodeXM[from]!, graph.nodeYM[from]!, ...inner, ...ends];
  let leftM = offsetM;
  for (let at = 2; at < path.length; at += 2) {
    const [ax, ay, bx, by] = path.slice(at - 2, at + 2) as [number, number, number, number];
    const stepM = Math.hypot(bx - ax, by - ay);
    if (leftM <= stepM || at + 2 === path.length) {
      const share = stepM > 0 ? Math.min(leftM / stepM, 1) : 0;
      return { xM: ax + share * (bx - ax), yM: ay + share * (by - ay) };
    }
    leftM -= stepM;
  }
  return { xM: path[0]!, yM: path[1]! };
}

/** A normal number (Box and Muller, 1958) of a stream of uniform ones. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
