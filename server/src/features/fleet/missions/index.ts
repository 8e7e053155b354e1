/** Missions: what happened in a chase, from the run to the catch. */
export { EventLog, type StoredEvent } from "./event-log.ts";
export { endMission, listMissions, readMission, readSteps } from "./mission-store.ts";
