import type { SpacePoint } from "./geometry.ts";

/** Linear-light RGB, 0..1 for what a surface reflects. */
export type LinearColor = SpacePoint;

/** Reads `#rrggbb` (sRGB) into linear light (IEC 61966-2-1). */
export function linearOf(hex: string): LinearColor {
  const value = Number.parseInt(hex.slice(1), 16);
  const channel = (shift: number): number => {
    const encoded = ((value >> shift) & 255) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  };
  return [channel(16), channel(8), channel(0)];
}

const TABLE_SIZE = 4096;
const TABLE_END = 6;
/** Scene light to display code 0..255: filmic curve (Narkowicz 2015, ACES fit), then sRGB. */
const DISPLAY = Float32Array.from({ length: TABLE_SIZE + 1 }, (_, index) => {
  const x = (index / TABLE_SIZE) ** 2 * TABLE_END * 0.66;
  const film = Math.min(1, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14));
  return 255 * (film <= 0.0031308 ? film * 12.92 : 1.055 * film ** (1 / 2.4) - 0.055);
});

/** Display code 0..255 of an amount of scene light. */
export function displayCode(light: number): number {
  const x = Math.sqrt(Math.max(0, light) / TABLE_END) * TABLE_SIZE;
  if (x >= TABLE_SIZE) return DISPLAY[TABLE_SIZE] ?? 255;
  const index = x | 0;
  const low = DISPLAY[index] ?? 0;
  return low + ((DISPLAY[index + 1] ?? low) - low) * (x - index);
}

/** Y of BT.601 limited range from display codes 0..255 (ITU-R BT.601-7, section 2.5.3). */
export const lumaOf = (r: number, g: number, b: number): number =>
  16 + 0.256788 * r + 0.504129 * g + 0.097906 * b;
/** U (Cb) likewise. */
export const blueOf = (r: number, g: number, b: number): number =>
  128 - 0.148223 * r - 0.290993 * g + 0.439216 * b;
/** V (Cr) likewise. */
export const redOf = (r: number, g: number, b: number): number =>
  128 + 0.439216 * r - 0.367788 * g - 0.071427 * b;
