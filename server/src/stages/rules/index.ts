/**
 * Rules: look at every finished frame and report what they find. A rule never changes the frame
 * and never stops the others; adding one is a line in the list that `createRules` is given.
 */
export { createRules, type Rule, type RulesStats } from "./rules.ts";
