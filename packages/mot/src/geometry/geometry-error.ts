/** Why a piece of geometry could not be computed. */
export type GeometryErrorCode =
  | "too-few-pairs"
  | "invalid-number"
  | "degenerate"
  | "crosses-horizon"
  | "no-consensus";

/** Bad input to a geometric fit; `message` is fit for the person who placed the points. */
export class GeometryError extends Error {
  override readonly name = "GeometryError";
  readonly code: GeometryErrorCode;

  constructor(code: GeometryErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
