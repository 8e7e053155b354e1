import type { FloorView, SiteView, ZoneView } from "@whereabouts/contracts";
import type { Floor, Site, Zone } from "../../model/index.ts";

const point = (value: readonly [number, number]): [number, number] => [value[0], value[1]];

export function floorView(floor: Floor): FloorView {
  const planUrl = `/api/v1/floors/${floor.id}/plan?v=${floor.planMediaId}`;
  return {
    floor_id: floor.id,
    site_id: floor.siteId,
    code: floor.code,
    name: floor.name,
    level: floor.level,
    width_m: floor.widthM,
    height_m: floor.heightM,
    walls: floor.walls.map((wall) => wall.map(point)),
    plan_url: floor.planMediaId === null ? null : planUrl,
  };
}

export function siteView(site: Site, floors: readonly Floor[]): SiteView {
  return {
    site_id: site.id,
    code: site.code,
    name: site.name,
    time_zone: site.timeZone,
    floors: floors.filter((floor) => floor.siteId === site.id).map(floorView),
  };
}

export function zoneView(zone: Zone): ZoneView {
  return {
    zone_id: zone.id,
    floor_id: zone.floorId,
    code: zone.code,
    name: zone.name,
    kind: zone.kind,
    color: zone.color,
    polygon_m: zone.polygonM.map(point),
  };
}
