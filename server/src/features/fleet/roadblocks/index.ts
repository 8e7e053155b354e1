/**
 * Roadblocks as they happen: runners and police on the roads of their map, a plan on every fix, and
 * the word to each unit.
 *
 * Follows docs/design/roadblocks.md.
 */
export {
  RoadblockDispatcher,
  type CurrentPlan,
  type DispatcherPorts,
} from "./roadblock-dispatcher.ts";
