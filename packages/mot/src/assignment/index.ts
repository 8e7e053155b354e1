/** Least-cost assignment of rows to columns, for whoever has two lists to pair. */
export { JonkerVolgenant } from "./jonker-volgenant.ts";
