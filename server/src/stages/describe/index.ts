/**
 * Describe: says in numbers what the detected look like, so that somebody can be known again by
 * appearance. One folder per descriptor; only good crops are described, all of a picture in one
 * run. Knows nothing of who anybody is.
 *
 * Follows docs/design/identity.md.
 */
export { createDescribers } from "./registry.ts";
