import { hash32, hashNormal, hashUnit } from "../random.ts";
import type { Scene } from "../scene.ts";
import { crossesSolid } from "../motion/index.ts";
import { distanceM, type PlanPoint } from "../geometry.ts";
import type { GatewayDefinition, SiteDefinition } from "../site/index.ts";

/** One advertisement of a tag, heard by one gateway. */
export interface TagReading {
  readonly timeMs: number;
  readonly tagMac: string;
  readonly gatewayMac: string;
  readonly rssiDbm: number;
  /** Whose tag it is and how far it truly was: for scoring only. */
  readonly truth: {
    readonly actorId: string;
    readonly planM: PlanPoint;
    readonly distanceM: number;
  };
}

/** Advertising interval of the tags, ms. */
export const TAG_INTERVAL_MS = 1000;
/** Received power one metre away, dBm, and how fast it falls. */
const POWER_AT_1_M_DBM = -59;
const PATH_LOSS_EXPONENT = 2.2;
const WALL_DB = 5;
const WALL_DB_MAX = 15;
const SHADOW_DB = 3;
const NOISE_DB = 1.6;
/** Shadowing is the same within such a cell: it belongs to places, not to instants, metres. */
const SHADOW_CELL_M = 1.5;
const TAG_HEIGHT_M = 1;
const SENSITIVITY_DBM = -96;
/** A reflection cancels part of the signal once in a while. */
const FADE_CHANCE = 0.08;
const FADE_DB_MAX = 12;

/**
 * Advertisements heard in [`fromMs`, `toMs`), in order of time. Log-distance path loss with
 * log-normal shadowing (Rappaport, Wireless Communications, 2nd edition, section 4.9), walls in the
 * direct way, fast noise and now and then a multipath fade; what is too weak is not heard.
 */
export function tagReadings(scene: Scene, fromMs: number, toMs: number): readonly TagReading[] {
  const readings: TagReading[] = [];
  for (const [index, actor] of scene.site.actors.entries()) {
    const { tagMac } = actor;
    if (!tagMac) continue;
    const offsetMs = hash32(scene.seed, index, 31) % TAG_INTERVAL_MS;
    const first = Math.ceil((fromMs - offsetMs) / TAG_INTERVAL_MS);
    for (let beat = first; beat * TAG_INTERVAL_MS + offsetMs < toMs; beat++) {
      const timeMs = beat * TAG_INTERVAL_MS + offsetMs;
      const motion = scene.motionOf(actor, timeMs);
      if (!motion.present) continue;
      for (const [number, gateway] of scene.site.gateways.entries()) {
        const rssiDbm = heard(scene, gateway, motion.at, [index, number, beat % 1_000_000_007]);
        if (rssiDbm === null) continue;
        const truth = {
          actorId: actor.id,
          planM: motion.at,
          distanceM: distanceM(motion.at, gateway.positionM),
        };
        readings.push({ timeMs, tagMac, gatewayMac: gateway.mac, rssiDbm, truth });
      }
    }
  }
  return readings.sort((a, b) => a.timeMs - b.timeMs || a.gatewayMac.localeCompare(b.gatewayMac));
}

function heard(
  scene: Scene,
  gateway: GatewayDefinition,
  at: PlanPoint,
  draw: readonly [number, number, number],
): number | null {
  const [tag, number, beat] = draw;
  const flatM = distanceM(at, gateway.positionM);
  const reachM = Math.max(0.3, Math.hypot(flatM, gateway.heightM - TAG_HEIGHT_M));
  const cell = [Math.floor(at[0] / SHADOW_CELL_M), Math.floor(at[1] / SHADOW_CELL_M)] as const;
  const shadowDb = SHADOW_DB * hashNormal(scene.seed, number, cell[0], cell[1], 32);
  const noiseDb = NOISE_DB * hashNormal(scene.seed, tag, number, beat, 33);
  const faded = hashUnit(scene.seed, tag, number, beat, 34) < FADE_CHANCE;
  const fadeDb = faded ? FADE_DB_MAX * hashUnit(scene.seed, tag, number, beat, 35) : 0;
  const lossDb = 10 * PATH_LOSS_EXPONENT * Math.log10(reachM) + wallsDb(scene.site, at, gateway);
  const rssiDbm = Math.round(POWER_AT_1_M_DBM - lossDb + shadowDb + noiseDb - fadeDb);
  return rssiDbm >= SENSITIVITY_DBM ? rssiDbm : null;
}

function wallsDb(site: SiteDefinition, at: PlanPoint, gateway: GatewayDefinition): number {
  let crossed = 0;
  for (const solid of site.solids) {
    if (solid.kind !== "box" || solid.sizeM[2] < 1.8) continue;
    if (crossesSolid(at, gateway.positionM, solid, 0)) crossed += 1;
  }
  return Math.min(WALL_DB_MAX, crossed * WALL_DB);
}
