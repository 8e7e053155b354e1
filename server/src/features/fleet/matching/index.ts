/** Which road a vehicle is on, from its noisy positions: map matching, fix by fix. Pure. */
export { RoadMatcher, type RoadMatcherOptions, type RoadMatcherStats } from "./road-matcher.ts";
