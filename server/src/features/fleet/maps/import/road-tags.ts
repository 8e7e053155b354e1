import type { StreetKind } from "../plan/index.ts";

const KMH = 1 / 3.6;
const MPH = 0.44704;

/** What is driven where no `maxspeed` is given, km/h, and how such a road is drawn. */
const CLASSES: Readonly<Record<string, { readonly kmh: number; readonly kind: StreetKind }>> = {
  motorway: { kmh: 110, kind: "motorway" },
  motorway_link: { kmh: 60, kind: "street" },
  trunk: { kmh: 90, kind: "motorway" },
  trunk_link: { kmh: 50, kind: "street" },
  primary: { kmh: 60, kind: "avenue" },
  primary_link: { kmh: 45, kind: "street" },
  secondary: { kmh: 55, kind: "avenue" },
  secondary_link: { kmh: 40, kind: "street" },
  tertiary: { kmh: 50, kind: "street" },
  tertiary_link: { kmh: 40, kind: "street" },
  unclassified: { kmh: 45, kind: "street" },
  residential: { kmh: 30, kind: "lane" },
  living_street: { kmh: 10, kind: "lane" },
  service: { kmh: 20, kind: "lane" },
  road: { kmh: 40, kind: "lane" },
  track: { kmh: 20, kind: "lane" },
};

export interface RoadTags {
  readonly kind: StreetKind;
  readonly speedMps: number;
  readonly oneWay: "no" | "forward" | "backward";
}

/**
 * What OpenStreetMap tags say of a road; null where cars do not drive.
 * Follows wiki.openstreetmap.org: Key:highway, Key:maxspeed, Key:oneway, Key:access.
 */
export function roadTags(tag: (key: string) => string | undefined): RoadTags | null {
  const highway = tag("highway") ?? "";
  const known = Object.hasOwn(CLASSES, highway) ? CLASSES[highway] : undefined;
  const access = tag("motorcar") ?? tag("motor_vehicle") ?? tag("vehicle") ?? tag("access");
  if (!known || access === "no" || tag("area") === "yes") return null;
  const isRoundabout = tag("junction") === "roundabout" || tag("junction") === "circular";
  const given = tag("oneway") ?? (isRoundabout || highway === "motorway" ? "yes" : "no");
  return {
    kind: known.kind,
    speedMps: speedMps(tag("maxspeed")) ?? known.kmh * KMH,
    oneWay: ["-1", "reverse"].includes(given)
      ? "backward"
      : ["yes", "true", "1"].includes(given)
        ? "forward"
        : "no",
  };
}

/** Undefined for what names no number, such as `DE:urban` or `signals`. */
function speedMps(text: string | undefined): number | undefined {
  if (text === "none") return 130 * KMH;
  if (text === "walk") return 5 * KMH;
  const match = /^\s*(\d{1,3}(?:\.\d+)?)\s*(km\/h|kmh|kph|mph)?\s*$/i.exec(text ?? "");
  if (!match) return undefined;
  const value = Number(match[1]) * (match[2]?.toLowerCase() === "mph" ? MPH : KMH);
  return value >= 1 && value <= 70 ? value : undefined;
}
