/** Value in [0, 1) of an integer lattice point. */
function lattice(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x8da6b343) ^ Math.imul(y, 0xd8163841) ^ Math.imul(z, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** One hashed value per cell of the unit lattice, [0, 1). */
export function cellNoise(x: number, y: number, z: number): number {
  return lattice(Math.floor(x), Math.floor(y), Math.floor(z));
}

const fade = (t: number): number => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Smooth value noise, [0, 1), features about one unit wide, cubic fade between lattice values. */
export function smoothNoise(x: number, y: number, z: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const u = fade(x - i);
  const v = fade(y - j);
  const near = mix(
    mix(lattice(i, j, k), lattice(i + 1, j, k), u),
    mix(lattice(i, j + 1, k), lattice(i + 1, j + 1, k), u),
    v,
  );
  const far = mix(
    mix(lattice(i, j, k + 1), lattice(i + 1, j, k + 1), u),
    mix(lattice(i, j + 1, k + 1), lattice(i + 1, j + 1, k + 1), u),
    v,
  );
  return mix(near, far, fade(z - k));
}

/** Three octaves of smooth noise, [0, 1). */
export function cloudNoise(x: number, y: number, z: number): number {
  return (
    smoothNoise(x, y, z) * 0.57 +
    smoothNoise(x * 2.1 + 5.2, y * 2.1 + 1.3, z * 2.1) * 0.28 +
    smoothNoise(x * 4.3 + 1.7, y * 4.3 + 9.2, z * 4.3) * 0.15
  );
}
