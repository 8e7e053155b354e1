/** Residuals of a parameter vector; null where the model has none. */
export type Residuals = (parameters: readonly number[]) => readonly number[] | null;

export interface LeastSquares {
  readonly parameters: readonly number[];
  /** Sum of the squared residuals. */
  readonly cost: number;
  /** J^T J at the solution, row-major. */
  readonly normal: Float64Array;
}

const ITERATIONS_MAX = 100;
const DAMPING_START = 1e-3;
const DAMPING_MAX = 1e12;
/** Steps that lower the cost by a smaller share than this end the search. */
const GAIN_MIN = 1e-12;
const DIFFERENCE = 1e-6;

/**
 * Minimises the sum of squared residuals from a start, with a Jacobian by central differences.
 *
 * Source: Levenberg 1944 and Marquardt 1963 as in Hartley and Zisserman §A6.2, algorithm A6.1.
 *
 * @returns null when the residuals do not exist at the start.
 */
export function leastSquares(residuals: Residuals, start: readonly number[]): LeastSquares | null {
  let parameters = start;
  let values = residuals(start);
  if (values === null) return null;
  let cost = squared(values);
  let system = normalEquations(residuals, parameters, values);
  let damping = DAMPING_START;
  for (let i = 0; i < ITERATIONS_MAX && system !== null && damping < DAMPING_MAX; i++) {
    const step = dampedStep(system, damping);
    const next = step === null ? null : parameters.map((value, k) => value - step[k]!);
    const nextValues = next === null ? null : residuals(next);
    const nextCost = nextValues === null ? Number.POSITIVE_INFINITY : squared(nextValues);
    if (next === null || nextValues === null || !(nextCost < cost)) {
      damping *= 10;
      continue;
    }
    const gain = (cost - nextCost) / cost;
    [parameters, values, cost] = [next, nextValues, nextCost];
    damping = Math.max(damping / 10, 1e-15);
    const refreshed = normalEquations(residuals, parameters, values);
    if (refreshed === null) break;
    system = refreshed;
    if (gain < GAIN_MIN) break;
  }
  return system === null ? null : { parameters, cost, normal: system.normal };
}

interface System {
  /** J^T J and J^T r. */
  readonly normal: Float64Array;
  readonly gradient: Float64Array;
}

function normalEquations(
  residuals: Residuals,
  parameters: readonly number[],
  values: readonly number[],
): System | null {
  const columns: number[][] = [];
  for (let k = 0; k < parameters.length; k++) {
    const size = DIFFERENCE * Math.max(1, Math.abs(parameters[k]!));
    const above = residuals(parameters.map((value, i) => (i === k ? value + size : value)));
    const below = residuals(parameters.map((value, i) => (i === k ? value - size : value)));
    if (above === null || below === null) return null;
    columns.push(values.map((_, i) => (above[i]! - below[i]!) / (2 * size)));
  }
  const size = parameters.length;
  const normal = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    gradient[i] = dot(columns[i]!, values);
    for (let j = 0; j <= i; j++) {
      normal[i * size + j] = dot(columns[i]!, columns[j]!);
      normal[j * size + i] = normal[i * size + j]!;
    }
  }
  return { normal, gradient };
}

/** Solves (N + damping diag N) x = g by Cholesky; null when that is not positive definite. */
function dampedStep({ normal, gradient }: System, damping: number): Float64Array | null {
  const size = gradient.length;
  const factor = Float64Array.from(normal);
  for (let i = 0; i < size; i++) {
    factor[i * size + i] = factor[i * size + i]! * (1 + damping) + Number.MIN_VALUE;
  }
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = factor[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!;
      if (i > j) factor[i * size + j] = sum / factor[j * size + j]!;
      else if (sum > 0) factor[j * size + j] = Math.sqrt(sum);
      else return null;
    }
  }
  const x = Float64Array.from(gradient);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = x[i]! - factor[i * size + k]! * x[k]!;
    x[i] = x[i]! / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = x[i]! - factor[k * size + i]! * x[k]!;
    x[i] = x[i]! / factor[i * size + i]!;
  }
  return x.every(Number.isFinite) ? x : null;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function squared(values: readonly number[]): number {
  const sum = dot(values, values);
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}
