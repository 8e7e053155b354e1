import {
  defineRoute,
  Mission,
  MissionList,
  MissionParams,
  MissionReplay,
  MissionReplayQuery,
  type Route,
} from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock } from "../../../base/index.ts";
import type { DB } from "../../../db/index.ts";
import { endMission, listMissions, readMission, readSteps } from "../missions/index.ts";

const TAG = "Fleet";

/** Chases as people look at them afterwards. */
export function missionRoutes(ports: {
  readonly db: Kysely<DB>;
  readonly clock: Pick<Clock, "nowMs">;
}): Route[] {
  const { db, clock } = ports;
  return [
    defineRoute({
      operationId: "listMissions",
      method: "GET",
      path: "/api/v1/fleet/missions",
      tag: TAG,
      summary: "The last 500 chases, newest first",
      response: MissionList,
      handle: async () => ({ body: { missions: await listMissions(db) } }),
    }),
    defineRoute({
      operationId: "replayMission",
      method: "GET",
      path: "/api/v1/fleet/missions/:id/replay",
      tag: TAG,
      summary: "Positions, reports and events of a chase in order, page by page",
      params: MissionParams,
      query: MissionReplayQuery,
      response: MissionReplay,
      handle: async ({ params, query }) => {
        const mission = await readMission(db, params.id);
        const { steps, nextFrom } = await readSteps(db, mission, query.from);
        return { body: { mission, steps, next_from: nextFrom } };
      },
    }),
    defineRoute({
      operationId: "endMission",
      method: "POST",
      path: "/api/v1/fleet/missions/:id/end",
      tag: TAG,
      summary: "End a chase that no device ended",
      params: MissionParams,
      response: Mission,
      handle: async ({ params, caller }) => {
        const by = caller.name ?? caller.kind;
        return { body: await endMission(db, params.id, { by, atMs: clock.nowMs() }) };
      },
    }),
  ];
}
