/**
 * Crashes on a programmer error. `values` are printed, since "should not happen" helps nobody.
 *
 * @throws Error when `condition` is false
 */
export function assert(
  condition: unknown,
  message: string,
  values: Readonly<Record<string, unknown>> = {},
): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message} ${JSON.stringify(values)}`);
}
