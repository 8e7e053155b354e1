import { insidePolygon, wrapAngle, type PlanPoint } from "./geometry.ts";
import type { Scene } from "./scene.ts";

/** Classes that walk about a simulated site. */
export type ActorClass = "person" | "dog" | "cat";

/** Where one actor truly is. */
export interface ActorTruth {
  /** Stable over all time and all cameras. */
  readonly actorId: string;
  readonly name: string;
  readonly actorClass: ActorClass;
  readonly planM: PlanPoint;
  /** Radians counter-clockwise from +x, in (-pi, pi]. */
  readonly headingRad: number;
  readonly speedMps: number;
  /** Code of the first zone that holds it, null outside all. */
  readonly zoneCode: string | null;
}

/** Everybody who is on the site at an instant (UTC ms). Absent actors are left out. */
export function truthAt(scene: Scene, timeMs: number): readonly ActorTruth[] {
  return scene.site.actors.flatMap((actor) => {
    const motion = scene.motionOf(actor, timeMs);
    if (!motion.present) return [];
    const zone = scene.site.zones.find((each) => insidePolygon(motion.at, each.polygonM));
    return {
      actorId: actor.id,
      name: actor.name,
      actorClass: "species" in actor.look ? actor.look.species : ("person" as const),
      planM: motion.at,
      headingRad: wrapAngle(motion.headingRad),
      speedMps: motion.speedMps,
      zoneCode: zone?.code ?? null,
    };
  });
}
