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
