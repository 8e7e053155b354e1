/** Hues that stay apart on dark video and on both plan backgrounds. */
const COLORS = [
  [76, 201, 240],
  [255, 183, 77],
  [129, 230, 140],
  [240, 130, 190],
  [180, 150, 255],
  [255, 120, 100],
  [240, 225, 90],
  [90, 220, 200],
] as const;

export type Rgb = readonly [number, number, number];

/** The colour of one id, the same on every picture and plan of this console. */
export function identityColor(key: string): Rgb {
  let hash = 2166136261;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 16777619);
  }
  return COLORS[(hash >>> 8) % COLORS.length] ?? COLORS[0];
}

export function cssColor([r, g, b]: Rgb, alpha = 1): string {
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}
