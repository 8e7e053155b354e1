import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Subject } from "../../app/api.ts";
import { allZonesQuery } from "../../app/queries.ts";

/** Zone id to name. */
export type ZoneNames = ReadonlyMap<string, string>;

export function useZoneNames(): ZoneNames {
  const { data } = useQuery(allZonesQuery);
  return useMemo(() => new Map((data ?? []).map((zone) => [zone.zone_id, zone.name])), [data]);
}

/** Where a subject was last: its zones, else the camera that saw it. */
export function placeWords(place: Subject["last_place"], zoneNames: ZoneNames): string {
  if (place === null) return "–";
  const zones = place.zone_ids.flatMap((id) => zoneNames.get(id) ?? []);
  const where = zones.length > 0 ? zones.join(", ") : place.camera.name;
  return `${where} · ${place.camera.code}`;
}
