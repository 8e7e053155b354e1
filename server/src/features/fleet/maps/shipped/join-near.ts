import type { MapPoint } from "../plan/index.ts";
import type { Border } from "./voronoi.ts";

/** Draws the ends of borders shorter than `nearM` together into one crossing. */
export function joinNear(borders: readonly Border[], nearM: number): Border[] {
  const key = ([x, y]: MapPoint): string => `${Math.round(x)},${Math.round(y)}`;
  const parents = new Map<string, string>();
  const root = (name: string): string => {
    let found = name;
    for (let up = parents.get(found); up !== undefined; up = parents.get(found)) found = up;
    return found;
  };
  const places = new Map<string, MapPoint>();
  for (const { from, to } of borders) {
    for (const end of [from, to]) if (!places.has(key(end))) places.set(key(end), end);
  }
  for (const { from, to, right } of borders) {
    if (right === null || Math.hypot(to[0] - from[0], to[1] - from[1]) >= nearM) continue;
    const [a, b] = [root(key(from)), root(key(to))];
    if (a === b) continue;
    parents.set(b, a);
    const [[ax, ay], [bx, by]] = [places.get(a)!, places.get(b)!];
    places.set(a, [(ax + bx) / 2, (ay + by) / 2]);
  }
  return borders.flatMap((border) => {
    const from = places.get(root(key(border.from)))!;
    const to = places.get(root(key(border.to)))!;
    return from === to ? [] : [{ ...border, from, to }];
  });
}
