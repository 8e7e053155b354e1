/**
 * System: the server's health with its reasons, rates, queues, drops, processes and models, with
 * curves over the life of the page.
 */
export { SystemPage as Component } from "./system-page.tsx";
