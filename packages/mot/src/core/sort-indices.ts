/**
 * Stable merge sort of the first `count` entries, in place and without allocating.
 *
 * @param scratch at least `count` long; overwritten.
 * @param precedes true when the first index must stand before the second.
 */
export function sortIndices(
  indices: Int32Array,
  count: number,
  scratch: Int32Array,
  precedes: (a: number, b: number) => boolean,
): void {
  for (let width = 1; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      const middle = Math.min(low + width, count);
      const high = Math.min(low + 2 * width, count);
      let left = low;
      let right = middle;
      for (let out = low; out < high; out++) {
        const takeRight =
          left >= middle || (right < high && precedes(indices[right]!, indices[left]!));
        scratch[out] = takeRight ? indices[right++]! : indices[left++]!;
      }
    }
    for (let i = 0; i < count; i++) indices[i] = scratch[i]!;
  }
}
