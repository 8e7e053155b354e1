/**
 * The simulated site from pixels to subjects, without a server: the product's perception watches
 * drawn cameras, the product's stages say who is where, and the truth says how right they are.
 * The same work gives the same subjects, whatever the machine is doing.
 */
export { replaySights, type Instant } from "./replay-sights.ts";
export { scoreSite, type SiteScores, type WalkScores } from "./score-site.ts";
export { watchSite } from "./watch-site.ts";
