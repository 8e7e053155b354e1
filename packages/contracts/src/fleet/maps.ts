import { z } from "zod";
import { CleanText } from "../lenient.ts";

const MAP_ID_MAX = 2_147_483_647;
/** The most edges a map of 20,000 crossings may well have. */
const CHANGES_MAX = 100_000;

const Degrees = z.object({ latitude: z.number(), longitude: z.number() });
/** Where on a site a map lies. */
const Uuid = z.guid();

/** What an imported file is to become. */
export const MapImportQuery = z.object({
  name: CleanText.trim().min(1).max(100),
  /** The next free one from 101 on when left out. */
  id: z.coerce.number().int().min(1).max(MAP_ID_MAX).optional(),
  /** What the numbers of a GeoJSON file are; OpenStreetMap's are degrees always. */
  coordinates: z.enum(["metres", "degrees"]).default("metres"),
  site_id: Uuid.optional(),
  floor_id: Uuid.optional(),
});

export const MapImportView = z.object({
  map_id: z.int(),
  name: z.string(),
  nodes: z.int(),
  edges: z.int(),
  exits: z.int(),
  polygons: z.int(),
  /** Where the map's metres start, for files in degrees: x goes east, y north. */
  origin: Degrees.nullable(),
});
export type MapImportView = z.output<typeof MapImportView>;

/** Metres of the map's frame, y up; an edge runs one way, its opposite is another. */
export const MapGraphView = z.object({
  map_id: z.int(),
  name: z.string(),
  nodes: z.array(
    z.object({
      node: z.int(),
      x_m: z.number(),
      y_m: z.number(),
      /** A vehicle leaves the map here. */
      exit: z.boolean(),
    }),
  ),
  edges: z.array(
    z.object({
      edge: z.int(),
      from: z.int(),
      to: z.int(),
      length_m: z.number(),
      speed_mps: z.number(),
      /** Inner points; empty where the edge is straight. */
      shape_m: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
});
export type MapGraphView = z.output<typeof MapGraphView>;

export const MapGraphUpdate = z
  .object({
    exits: z.array(z.object({ node: z.int().min(0), exit: z.boolean() })).max(CHANGES_MAX),
    /** 1 to 70 m/s. */
    speeds: z
      .array(z.object({ edge: z.int().min(0), speed_mps: z.number().min(1).max(70) }))
      .max(CHANGES_MAX),
  })
  .partial();
export type MapGraphUpdate = z.output<typeof MapGraphUpdate>;
