/**
 * The house rules as code: who may import whom, how long a file or function may be, what files are
 * called, and that documents point at things that exist. Knows nothing of running the product.
 */
export { checkImports } from "./imports.ts";
export { checkLinks } from "./links.ts";
export { checkNames } from "./names.ts";
export { checkSizes } from "./sizes.ts";
export { listFiles, type SourceFile } from "./source-files.ts";
export type { Violation } from "./violation.ts";
