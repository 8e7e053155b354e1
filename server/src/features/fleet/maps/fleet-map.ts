import type { RoadGraph } from "../roads/index.ts";
import type { Polygon } from "./plan/index.ts";

/** Where on a site a map lies; both null while it lies on none. */
export interface MapSite {
  readonly siteId: string | null;
  readonly floorId: string | null;
}

/** A map: what can be driven on and the roads, metres in the map's frame, y up. */
export interface FleetMap extends MapSite {
  readonly id: number;
  readonly name: string;
  readonly polygons: readonly Polygon[];
  readonly graph: RoadGraph;
}

/** A FeatureCollection as the fleet's dashboards draw it (fleet contract, section 8). */
export interface MapGeoJson {
  readonly type: "FeatureCollection";
  readonly name: string;
  readonly features: readonly {
    readonly type: "Feature";
    readonly properties: { readonly name: string };
    readonly geometry: {
      readonly type: "Polygon";
      readonly coordinates: readonly (readonly (readonly number[])[])[];
    };
  }[];
}

/** Coordinates in metres of the map's frame, to the centimetre. */
export function mapGeoJson({ name, polygons }: Pick<FleetMap, "name" | "polygons">): MapGeoJson {
  return {
    type: "FeatureCollection",
    name,
    features: polygons.map((rings, index) => ({
      type: "Feature",
      properties: { name: polygons.length === 1 ? name : `${name}, part ${index + 1}` },
      geometry: {
        type: "Polygon",
        coordinates: rings.map((ring) => ring.map((point) => point.map(toCentimetre))),
      },
    })),
  };
}

function toCentimetre(value: number): number {
  return Math.round(value * 100) / 100;
}
