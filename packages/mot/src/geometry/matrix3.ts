/** Row-major 3x3. */
export type Matrix3 = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** a b */
export function multiply3(a: Matrix3, b: Matrix3): Matrix3 {
  const row = (r: 0 | 3 | 6): [number, number, number] => [
    a[r] * b[0] + a[r + 1]! * b[3] + a[r + 2]! * b[6],
    a[r] * b[1] + a[r + 1]! * b[4] + a[r + 2]! * b[7],
    a[r] * b[2] + a[r + 1]! * b[5] + a[r + 2]! * b[8],
  ];
  return [...row(0), ...row(3), ...row(6)];
}

export function determinant3(m: Matrix3): number {
  return (
    m[0] * (m[4] * m[8] - m[5] * m[7]) -
    m[1] * (m[3] * m[8] - m[5] * m[6]) +
    m[2] * (m[3] * m[7] - m[4] * m[6])
  );
}

/** Inverse by the adjugate; null when singular or not finite. */
export function inverse3(m: Matrix3): Matrix3 | null {
  const k = 1 / determinant3(m);
  if (!Number.isFinite(k)) return null;
  return [
    (m[4] * m[8] - m[5] * m[7]) * k,
    (m[2] * m[7] - m[1] * m[8]) * k,
    (m[1] * m[5] - m[2] * m[4]) * k,
    (m[5] * m[6] - m[3] * m[8]) * k,
    (m[0] * m[8] - m[2] * m[6]) * k,
    (m[2] * m[3] - m[0] * m[5]) * k,
    (m[3] * m[7] - m[4] * m[6]) * k,
    (m[1] * m[6] - m[0] * m[7]) * k,
    (m[0] * m[4] - m[1] * m[3]) * k,
  ];
}
