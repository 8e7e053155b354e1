/** Why a person's word could not be followed. */
export type IdentityErrorCode =
  | "unknown-track"
  | "unknown-subject"
  | "undecided-track"
  | "class-mismatch"
  | "same-subject"
  | "seen-together";

/** A correction that cannot be made; `message` is fit for the person who asked for it. */
export class IdentityError extends Error {
  override readonly name = "IdentityError";
  readonly code: IdentityErrorCode;

  constructor(code: IdentityErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
