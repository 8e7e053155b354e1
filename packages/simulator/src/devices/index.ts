/** What the site's devices report: BLE gateways that hear tags, and vehicles on the roads around. */
export * from "./tags.ts";
export * from "./vehicles.ts";
