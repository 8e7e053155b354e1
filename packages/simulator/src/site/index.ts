/**
 * The two places that do not exist: their plans, solids, cameras, ways and inhabitants, as data.
 * Nothing here moves; `motion` says who is where and `render` how it looks.
 */
import { CAMPUS } from "./campus.ts";
import type { EnvironmentCode, SiteDefinition } from "./definition.ts";
import { FACTORY } from "./factory.ts";

export * from "./definition.ts";

/** Every environment by its code. */
export const SITES: Readonly<Record<EnvironmentCode, SiteDefinition>> = {
  campus: CAMPUS,
  factory: FACTORY,
};
