import type { SizePx } from "../../../model/index.ts";

/** A connected patch of foreground, in cells of the field; `x2` and `y2` are one past the end. */
export interface Blob {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Foreground cells. */
  readonly area: number;
}

/** How far apart two cells of one thing may lie, in cells: noise tears figures apart. */
const REACH_X = 2;
const REACH_Y = 3;

/**
 * Finds connected patches of cells that equal 1. Cells up to 2 apart sideways or 3 apart in
 * height count as connected.
 */
export function findBlobs(cells: Uint8Array, size: SizePx): Blob[] {
  const { widthPx: width, heightPx: height } = size;
  const seen = new Uint8Array(cells.length);
  const stack: number[] = [];
  const blobs: Blob[] = [];
  for (let start = 0; start < cells.length; start++) {
    if (cells[start] !== 1 || seen[start] === 1) continue;
    let [x1, y1, x2, y2, area] = [width, height, 0, 0, 0];
    seen[start] = 1;
    stack.push(start);
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const x = cell % width;
      const y = (cell - x) / width;
      area++;
      x1 = Math.min(x1, x);
      y1 = Math.min(y1, y);
      x2 = Math.max(x2, x + 1);
      y2 = Math.max(y2, y + 1);
      for (let ny = Math.max(0, y - REACH_Y); ny <= Math.min(height - 1, y + REACH_Y); ny++) {
        for (let nx = Math.max(0, x - REACH_X); nx <= Math.min(width - 1, x + REACH_X); nx++) {
          const next = ny * width + nx;
          if (cells[next] !== 1 || seen[next] === 1) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    blobs.push({ x1, y1, x2, y2, area });
  }
  return blobs;
}

/** Removes single cells and threads: a cell stays when at least 3 of its 8 neighbours are set. */
export function removeSpecks(cells: Uint8Array, size: SizePx): Uint8Array {
  const { widthPx: width, heightPx: height } = size;
  const kept = new Uint8Array(cells.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      if (cells[at] !== 1) continue;
      let neighbours = -1;
      for (let dy = -width; dy <= width; dy += width) {
        for (let dx = -1; dx <= 1; dx++) if (cells[at + dy + dx] === 1) neighbours++;
      }
      if (neighbours >= 3) kept[at] = 1;
    }
  }
  return kept;
}

/** Joins patches that lie over one another with little between: a head and its body. */
export function joinParts(blobs: readonly Blob[]): Blob[] {
  const joined = [...blobs];
  for (let first = 0; first < joined.length; first++) {
    for (let second = joined.length - 1; second > first; second--) {
      if (!belongTogether(joined[first]!, joined[second]!)) continue;
      joined[first] = union(joined[first]!, joined[second]!);
      joined.splice(second, 1);
      second = joined.length;
    }
  }
  return joined;
}

function belongTogether(a: Blob, b: Blob): boolean {
  const shared = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const narrower = Math.min(a.x2 - a.x1, b.x2 - b.x1);
  const gap = Math.max(a.y1, b.y1) - Math.min(a.y2, b.y2);
  const height = Math.max(a.y2, b.y2) - Math.min(a.y1, b.y1);
  const width = Math.max(a.x2, b.x2) - Math.min(a.x1, b.x1);
  return shared >= narrower * 0.5 && gap <= height * 0.2 && height > width;
}

/**
 * Joins what must be one person: patches one above the other, or a narrow gap apart, that together
 * are no larger than a person is there. Clothes of the ground's colour and things in front tear
 * people apart.
 *
 * @param heightAt height in cells of a person whose feet are at a row; null where unknown
 */
export function joinPeople(
  blobs: readonly Blob[],
  heightAt: (footRow: number) => number | null,
): Blob[] {
  const joined = [...blobs];
  for (let first = 0; first < joined.length; first++) {
    for (let second = joined.length - 1; second > first; second--) {
      const both = union(joined[first]!, joined[second]!);
      const height = heightAt(both.y2);
      if (height === null || !isOnePerson(joined[first]!, joined[second]!, height)) continue;
      joined[first] = both;
      joined.splice(second, 1);
      second = joined.length;
    }
  }
  return joined;
}

/** In person heights. */
const PERSON = { height: 1.1, width: 0.5, gap: 0.06 };

function isOnePerson(a: Blob, b: Blob, height: number): boolean {
  const both = union(a, b);
  const isSmall =
    both.y2 - both.y1 <= PERSON.height * height && both.x2 - both.x1 <= PERSON.width * height;
  const shared = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const narrower = Math.min(a.x2 - a.x1, b.x2 - b.x1);
  return isSmall && (shared >= 0.5 * narrower || shared >= -PERSON.gap * height);
}

export function union(a: Blob, b: Blob): Blob {
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
    area: a.area + b.area,
  };
}

/** Threads hang on a thing no further than this share of its height or width. */
const GROWTH_MAX = 0.3;

/** Widens a box over the cells that hang on it: tails, hands and feet that `removeSpecks` took. */
export function withThreads(blob: Blob, field: Uint8Array, size: SizePx): Blob {
  const width = size.widthPx;
  const [spareX, spareY] = [GROWTH_MAX * (blob.x2 - blob.x1), GROWTH_MAX * (blob.y2 - blob.y1)];
  const [left, right] = [Math.max(0, blob.x1 - spareX), Math.min(width, blob.x2 + spareX)];
  const [top, bottom] = [Math.max(0, blob.y1 - spareY), Math.min(size.heightPx, blob.y2 + spareY)];
  const isInside = (x: number, y: number) =>
    x >= blob.x1 && x < blob.x2 && y >= blob.y1 && y < blob.y2;
  const seen = new Set<number>();
  let { x1, y1, x2, y2 } = blob;
  const visit = (x: number, y: number): void => {
    for (let ny = y - 1; ny <= y + 1; ny++) {
      for (let nx = x - 1; nx <= x + 1; nx++) {
        const at = ny * width + nx;
        if (nx < left || nx >= right || ny < top || ny >= bottom) continue;
        if (field[at] !== 1 || isInside(nx, ny) || seen.has(at)) continue;
        seen.add(at);
        [x1, y1] = [Math.min(x1, nx), Math.min(y1, ny)];
        [x2, y2] = [Math.max(x2, nx + 1), Math.max(y2, ny + 1)];
        visit(nx, ny);
      }
    }
  };
  for (let x = blob.x1; x < blob.x2; x++) {
    for (const y of [blob.y1, blob.y2 - 1]) if (field[y * width + x] === 1) visit(x, y);
  }
  for (let y = blob.y1; y < blob.y2; y++) {
    for (const x of [blob.x1, blob.x2 - 1]) if (field[y * width + x] === 1) visit(x, y);
  }
  return { ...blob, x1, y1, x2, y2 };
}

/** A shadow's lighter rim reaches this far, in cells. */
const RIM_X = 6;
const RIM_Y = 2;
/** An animal with its shadow is higher than any rim. */
const RIM_HEIGHT_MAX = 5;

/** True for a flat patch that is little more than the rim of a shadow (cells that equal 2). */
export function isShadowRim(blob: Blob, cells: Uint8Array, size: SizePx): boolean {
  let shadow = 0;
  const bottom = Math.min(size.heightPx, blob.y2 + RIM_Y);
  const right = Math.min(size.widthPx, blob.x2 + RIM_X);
  for (let y = Math.max(0, blob.y1 - RIM_Y); y < bottom; y++) {
    for (let x = Math.max(0, blob.x1 - RIM_X); x < right; x++) {
      if (cells[y * size.widthPx + x] === 2) shadow++;
    }
  }
  const height = blob.y2 - blob.y1;
  const isFlat = height <= RIM_HEIGHT_MAX && blob.x2 - blob.x1 > 1.8 * height;
  return isFlat && shadow > blob.area * 0.7;
}

/** Two upright figures side by side leave a valley between them. */
const SPLIT_VALLEY = 0.6;
const UPRIGHT_MIN = 1.3;

/** Splits a patch that is two things side by side; one thing comes back as it is. */
export function splitBeside(blob: Blob, cells: Uint8Array, size: SizePx): Blob[] {
  const width = blob.x2 - blob.x1;
  if (width < 8 || (blob.y2 - blob.y1) / width > 2.2) return [blob];
  const columns = new Array<number>(width).fill(0);
  for (let y = blob.y1; y < blob.y2; y++) {
    for (let x = 0; x < width; x++) columns[x]! += cells[y * size.widthPx + blob.x1 + x]!;
  }
  let valley = -1;
  for (let x = Math.floor(width * 0.25); x < width * 0.75; x++) {
    const limit = Math.min(Math.max(...columns.slice(0, x)), Math.max(...columns.slice(x + 1)));
    const isDeep = columns[x]! < limit * SPLIT_VALLEY;
    if (isDeep && (valley < 0 || columns[x]! < columns[valley]!)) valley = x;
  }
  if (valley < 0) return [blob];
  const parts = [
    tighten({ ...blob, x2: blob.x1 + valley }, cells, size),
    tighten({ ...blob, x1: blob.x1 + valley }, cells, size),
  ];
  const isUpright = (part: Blob) => part.y2 - part.y1 > UPRIGHT_MIN * (part.x2 - part.x1);
  return parts.some(isUpright) ? parts : [blob];
}

/** Shrinks to the set cells inside. */
function tighten(blob: Blob, cells: Uint8Array, size: SizePx): Blob {
  let [x1, y1, x2, y2, area] = [blob.x2, blob.y2, blob.x1, blob.y1, 0];
  for (let y = blob.y1; y < blob.y2; y++) {
    for (let x = blob.x1; x < blob.x2; x++) {
      if (cells[y * size.widthPx + x] !== 1) continue;
      area++;
      x1 = Math.min(x1, x);
      y1 = Math.min(y1, y);
      x2 = Math.max(x2, x + 1);
      y2 = Math.max(y2, y + 1);
    }
  }
  return area === 0 ? blob : { x1, y1, x2, y2, area };
}
