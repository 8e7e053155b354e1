/** Looks at single pictures: what they are, how sharp, how exposed. */
export { Judge } from "./judge.ts";
