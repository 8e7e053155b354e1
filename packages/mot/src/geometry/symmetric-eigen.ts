/** Eigenvalues ascending, `vectors[k]` the unit eigenvector of `values[k]`. */
export interface SymmetricEigen {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
}

const SWEEPS_MAX = 60;

/**
 * Eigenvalues and vectors of a symmetric matrix by cyclic Jacobi rotations.
 *
 * @param matrix row-major n x n; only read.
 * @param size n
 * Source: Golub and Van Loan, Matrix Computations (4th ed.), §8.5.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): SymmetricEigen {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < SWEEPS_MAX && rotateAll(a, v, size); sweep++);
  const order = Array.from({ length: size }, (_, i) => i).toSorted(
    (i, j) => a[i * size + i]! - a[j * size + j]!,
  );
  return {
    values: order.map((i) => a[i * size + i]!),
    vectors: order.map((i) => Float64Array.from({ length: size }, (_, k) => v[k * size + i]!)),
  };
}

/** One sweep over all pairs; false when everything off the diagonal is already nothing. */
function rotateAll(a: Float64Array, v: Float64Array, size: number): boolean {
  let changed = false;
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) {
      const off = a[p * size + q]!;
      const app = a[p * size + p]!;
      const aqq = a[q * size + q]!;
      if (Math.abs(off) <= Number.EPSILON * 1e-3 * (Math.abs(app) + Math.abs(aqq))) continue;
      changed = true;
      const theta = (aqq - app) / (2 * off);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      rotate(a, v, { size, p, q, c, s: t * c });
    }
  }
  return changed;
}

interface Rotation {
  readonly size: number;
  readonly p: number;
  readonly q: number;
  readonly c: number;
  readonly s: number;
}

function rotate(a: Float64Array, v: Float64Array, { size, p, q, c, s }: Rotation): void {
  for (let k = 0; k < size; k++) {
    const akp = a[k * size + p]!;
    const akq = a[k * size + q]!;
    a[k * size + p] = c * akp - s * akq;
    a[k * size + q] = s * akp + c * akq;
  }
  for (let k = 0; k < size; k++) {
    const apk = a[p * size + k]!;
    const aqk = a[q * size + k]!;
    a[p * size + k] = c * apk - s * aqk;
    a[q * size + k] = s * apk + c * aqk;
    const vkp = v[k * size + p]!;
    const vkq = v[k * size + q]!;
    v[k * size + p] = c * vkp - s * vkq;
    v[k * size + q] = s * vkp + c * vkq;
  }
}
