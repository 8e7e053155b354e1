import { SCALE } from "../contract.ts";

export interface SizePx {
  readonly widthPx: number;
  readonly heightPx: number;
}
/** In pixels of the picture before it is enlarged; may reach into the margin around it. */
export interface Region extends SizePx {
  readonly leftPx: number;
  readonly topPx: number;
}
export interface TileLimits {
  /** Longest side of a tile without its overlap; a multiple of 16. */
  readonly cellPxMax: number;
  /** How far a tile looks beyond its own pixels. */
  readonly overlapPx: number;
}
export interface Tile {
  /** 0.. row by row from the top left. */
  readonly index: number;
  /** The tile's own pixels, inside the picture. */
  readonly core: Region;
  /** What the network is shown: the core and what lies around it. */
  readonly shown: Region;
}
export interface TilePlan {
  readonly picture: SizePx;
  /** All tiles but those at the right and the bottom are as large; a multiple of 16. */
  readonly cell: SizePx;
  readonly tiles: readonly Tile[];
}

/**
 * The picture goes on mirrored around itself, so that the zeros that networks pad with do not
 * darken its rim (contract section 9: 15).
 */
const MARGIN_PX = 16;
/** TIFF 6.0, section 15: sides of tiles are multiples of 16. */
const SIDE_STEP_PX = 16;

/** Cuts a picture into tiles as equal as possible, so that none is mostly overlap. */
export function planTiles(picture: SizePx, limits: TileLimits): TilePlan {
  const cell = {
    widthPx: cellSidePx(picture.widthPx, limits.cellPxMax),
    heightPx: cellSidePx(picture.heightPx, limits.cellPxMax),
  };
  const columns = Math.ceil(picture.widthPx / cell.widthPx);
  const rows = Math.ceil(picture.heightPx / cell.heightPx);
  const tiles = Array.from({ length: columns * rows }, (_, index) => {
    const leftPx = (index % columns) * cell.widthPx;
    const topPx = Math.floor(index / columns) * cell.heightPx;
    const core = {
      leftPx,
      topPx,
      widthPx: Math.min(cell.widthPx, picture.widthPx - leftPx),
      heightPx: Math.min(cell.heightPx, picture.heightPx - topPx),
    };
    return { index, core, shown: around(core, picture, limits.overlapPx) };
  });
  return { picture, cell, tiles };
}

/** Where a region lies once enlarged. */
export function enlarged(region: Region): Region {
  return {
    leftPx: region.leftPx * SCALE,
    topPx: region.topPx * SCALE,
    widthPx: region.widthPx * SCALE,
    heightPx: region.heightPx * SCALE,
  };
}

function cellSidePx(sidePx: number, cellPxMax: number): number {
  const count = Math.ceil(sidePx / cellPxMax);
  return Math.ceil(sidePx / count / SIDE_STEP_PX) * SIDE_STEP_PX;
}

function around(core: Region, picture: SizePx, overlapPx: number): Region {
  const leftPx = Math.max(-MARGIN_PX, core.leftPx - overlapPx);
  const topPx = Math.max(-MARGIN_PX, core.topPx - overlapPx);
  const rightPx = Math.min(picture.widthPx + MARGIN_PX, core.leftPx + core.widthPx + overlapPx);
  const bottomPx = Math.min(picture.heightPx + MARGIN_PX, core.topPx + core.heightPx + overlapPx);
  return { leftPx, topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx };
}
