/** The SQLSTATE of an error that PostgreSQL reported, or null. Appendix A of its manual. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/** True for a violated unique constraint or index, of this name when one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (errorCode(error) !== "23505") return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/** True when a row refers to one that does not exist, or is referred to and cannot go. */
export function isForeignKeyViolation(error: unknown): boolean {
  return errorCode(error) === "23503";
}
