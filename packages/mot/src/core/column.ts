/** A table's column: `stride` numbers per row in one typed array that grows with the table. */
export interface Column<T extends Float64Array | Int32Array> {
  data: T;
  readonly stride: number;
}

export function floatColumn(stride: number, rows: number): Column<Float64Array> {
  return { data: new Float64Array(stride * rows), stride };
}

export function intColumn(stride: number, rows: number): Column<Int32Array> {
  return { data: new Int32Array(stride * rows), stride };
}

/** Doubles the rows, keeping what stands. */
export function growColumn(column: Column<Float64Array> | Column<Int32Array>): void {
  const length = column.data.length * 2;
  const grown =
    column.data instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
  grown.set(column.data);
  (column as Column<Float64Array | Int32Array>).data = grown;
}

/** Copies one row over another. */
export function moveRow(
  { data, stride }: Column<Float64Array> | Column<Int32Array>,
  rows: { readonly from: number; readonly to: number },
): void {
  for (let k = 0; k < stride; k++) data[rows.to * stride + k] = data[rows.from * stride + k]!;
}
