declare const frame: unique symbol;
type InFrame<T, Name extends string> = T & { readonly [frame]?: Name };

/** `[x1, y1, x2, y2]` in pixels of the original camera frame, y down. */
export type PixelBox = InFrame<readonly [number, number, number, number], "pixel-box">;
/** A point in pixels of the original camera frame, y down. */
export type PixelPoint = InFrame<readonly [number, number], "pixel">;
/** `[x, y]` in metres in the floor's frame, y up, origin as stated by the floor. */
export type WorldPoint = InFrame<readonly [number, number], "world">;
/** `[lon, lat]` in degrees, WGS 84. */
export type GeoPoint = InFrame<readonly [number, number], "geo">;
/** Symmetric 2x2 covariance in square metres: `[xx, xy, yy]`. */
export type WorldCovariance = InFrame<readonly [number, number, number], "world-covariance">;

export interface SizePx {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Middle of the box's lower edge: where a standing thing touches the ground. */
export function footPoint(box: PixelBox): PixelPoint {
  return [(box[0] + box[2]) / 2, box[3]];
}

/** Area of a box, px²; 0 when it is turned inside out. */
export function boxArea([x1, y1, x2, y2]: PixelBox): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
}

/** Area that two boxes share, px². */
export function commonArea(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union of two boxes, 0..1. */
export function overlapOf(a: PixelBox, b: PixelBox): number {
  const common = commonArea(a, b);
  const union = boxArea(a) + boxArea(b) - common;
  return common > 0 ? common / union : 0;
}
