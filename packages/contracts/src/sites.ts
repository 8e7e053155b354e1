import { z } from "zod";
import { CleanText } from "./lenient.ts";

/** Letters, digits, `-` and `_`: codes stand in topics and addresses. */
export const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
const Name = CleanText.trim().min(1).max(200);
/** Metres; a site is at most a hundred kilometres wide. */
const Coordinate = z.number().min(-100_000).max(100_000);
const Extent = z.number().gt(0).max(100_000);
/** `[x, y]` in metres in the floor's frame, y up. */
export const PlanPoint = z.tuple([Coordinate, Coordinate]);
const Walls = z.array(z.array(PlanPoint).min(2).max(1000)).max(2000);
const Polygon = z.array(PlanPoint).min(3).max(500);
const Color = z.string().regex(/^#[0-9a-fA-F]{6}$/);
const Uuid = z.guid();
const Text = z.string();

const TimeZone = z.string().max(64).refine(isTimeZone, {
  message: "Input should be an IANA time zone such as Asia/Seoul",
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}

export const FloorView = z.object({
  floor_id: Text,
  site_id: Text,
  code: Text,
  name: Text,
  level: z.number(),
  width_m: z.number(),
  height_m: z.number(),
  walls: z.array(z.array(PlanPoint)),
  plan_url: Text.nullable(),
});
export type FloorView = z.output<typeof FloorView>;

export const SiteView = z.object({
  site_id: Text,
  code: Text,
  name: Text,
  time_zone: Text,
  floors: z.array(FloorView),
});
export type SiteView = z.output<typeof SiteView>;

export const ZoneView = z.object({
  zone_id: Text,
  floor_id: Text,
  code: Text,
  name: Text,
  kind: Text,
  color: Text.nullable(),
  polygon_m: z.array(PlanPoint),
});
export type ZoneView = z.output<typeof ZoneView>;

export const ZoneOccupancy = z.object({
  zone_id: Text,
  code: Text,
  count: z.number(),
  by_class: z.record(Text, z.number()),
  subjects: z.array(
    z.object({
      track_id: Text,
      subject_id: Text.nullable(),
      global_id: Text.nullable(),
      object_class: Text,
      entered_at: Text,
    }),
  ),
});
export type ZoneOccupancy = z.output<typeof ZoneOccupancy>;

export const SiteParams = z.object({ site_id: Uuid });
export const FloorParams = z.object({ floor_id: Uuid });
export const ZoneParams = z.object({ zone_id: Uuid });
export const ZoneQuery = z.object({ floor_id: Uuid.optional() });

export const SiteCreate = z.object({ code: Code, name: Name, time_zone: TimeZone.default("UTC") });
export const SiteUpdate = z.object({
  code: Code.optional(),
  name: Name.optional(),
  time_zone: TimeZone.optional(),
});
export type SiteUpdate = z.output<typeof SiteUpdate>;

export const FloorCreate = z.object({
  code: Code,
  name: Name,
  level: z.number().int().min(-100).max(1000).default(0),
  width_m: Extent,
  height_m: Extent,
  walls: Walls.default([]),
});
export type FloorCreate = z.output<typeof FloorCreate>;
export const FloorUpdate = z.object({
  code: Code.optional(),
  name: Name.optional(),
  level: z.number().int().min(-100).max(1000).optional(),
  width_m: Extent.optional(),
  height_m: Extent.optional(),
  walls: Walls.optional(),
});
export type FloorUpdate = z.output<typeof FloorUpdate>;

export const ZoneCreate = z.object({
  floor_id: Uuid,
  code: Code,
  name: Name,
  kind: CleanText.trim().min(1).max(50).default("area"),
  color: Color.nullish(),
  polygon_m: Polygon,
});
export type ZoneCreate = z.output<typeof ZoneCreate>;
export const ZoneUpdate = z.object({
  code: Code.optional(),
  name: Name.optional(),
  kind: CleanText.trim().min(1).max(50).optional(),
  color: Color.nullish(),
  polygon_m: Polygon.optional(),
});
export type ZoneUpdate = z.output<typeof ZoneUpdate>;
