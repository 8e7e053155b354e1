import { z } from "zod";
import { LenientInstant } from "../lenient.ts";
import { VehicleParams } from "./http.ts";

const Instant = z.iso.datetime();

export const MissionParams = VehicleParams;

/** A chase: from a runner's registration until a catch, or until a person ends it. */
export const Mission = z.object({
  id: z.int(),
  runner_id: z.int(),
  map_id: z.int(),
  started_at: Instant,
  ended_at: Instant.nullable(),
  outcome: z.enum(["caught", "ended"]).nullable(),
  ended_by: z.string().nullable(),
});
export type Mission = z.output<typeof Mission>;
export const MissionList = z.object({ missions: z.array(Mission) });

/** What happened in a mission, oldest first; metres of the map's frame. */
export const MissionStep = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("position"),
    at: Instant,
    vehicle_id: z.int(),
    x_m: z.number(),
    y_m: z.number(),
  }),
  z.object({
    kind: z.literal("state"),
    at: Instant,
    vehicle_id: z.int(),
    fuel_percent: z.int(),
    collision_count: z.int(),
    status: z.int(),
  }),
  z.object({
    kind: z.enum(["run", "catch", "failed"]),
    at: Instant,
    vehicle_id: z.int(),
    catcher_id: z.int().nullable(),
  }),
]);
export type MissionStep = z.output<typeof MissionStep>;
export const MissionReplay = z.object({
  mission: Mission,
  steps: z.array(MissionStep),
  /** Ask again with `from` set to it; null at the end. */
  next_from: Instant.nullable(),
});
export const MissionReplayQuery = z.object({ from: LenientInstant.optional() });
