/**
 * Who is where at an instant, as a pure function of seed and time. Time is cut into episodes of a
 * length of their own per walker; each is planned from a hash of seed, walker and episode number,
 * begins and ends out of sight, and the exit of one is the entry of the next, so nothing jumps.
 */
import { smoothStep, wrapAngle, type PlanPoint } from "../geometry.ts";
import type { ActorDefinition, SiteDefinition } from "../site/index.ts";
import {
  ACCELERATION_S,
  episodeAt,
  planEpisode,
  walkedAfter,
  type Episode,
  type Stretch,
  type Walker,
} from "./itinerary.ts";
import { buildWalkGraph } from "./walk-graph.ts";

export { buildWalkGraph, crossesSolid } from "./walk-graph.ts";
export { createSmoothPath, type SmoothPath } from "./smooth-path.ts";

/** How an actor stands or moves at one instant. */
export interface ActorMotion {
  /** False while it is away; its place is then behind the door it left by. */
  readonly present: boolean;
  readonly at: PlanPoint;
  /** Direction it faces, radians counter-clockwise from +x. */
  readonly headingRad: number;
  readonly speedMps: number;
  /** Distance walked since the episode began; drives the gait. */
  readonly walkedM: number;
  /** 0 standing, 1 walking at full pace. */
  readonly stride: number;
  /** Standing pose between 0 (idle) and 1 (fully in it). */
  readonly phone: number;
  readonly talk: number;
}

/** Answers where one actor of a scene is. Memory is bounded: a few planned episodes per actor. */
export interface MotionModel {
  motionOf(actor: ActorDefinition, timeMs: number): ActorMotion;
}

const EPISODES_KEPT = 4;
/** Delays over which a follower averages its leader, seconds. */
const FOLLOW_DELAYS_S = [0.1, 0.35, 0.6, 0.85, 1.1, 1.35] as const;

/** Creates the model of a site. */
export function createMotionModel(site: SiteDefinition, seed: number): MotionModel {
  const graph = buildWalkGraph(site);
  const walkers = new Map(
    site.actors.map((actor, index) => [actor.id, walkerOf(actor, seed, index)]),
  );
  const planned = new Map<string, Map<number, Episode>>();
  const episodeOf = (actor: ActorDefinition, walker: Walker, number: number): Episode => {
    const kept = planned.get(actor.id) ?? new Map<number, Episode>();
    planned.set(actor.id, kept);
    const episode = kept.get(number) ?? planEpisode(walker, graph, number);
    kept.delete(number);
    kept.set(number, episode);
    for (const oldest of kept.keys()) {
      if (kept.size <= EPISODES_KEPT) break;
      kept.delete(oldest);
    }
    return episode;
  };
  const alone = (actor: ActorDefinition, timeMs: number): ActorMotion => {
    const walker = walkers.get(actor.id);
    if (!walker) throw new RangeError(`Actor ${actor.id} does not belong to this site`);
    const atS = timeMs / 1000;
    const episode = episodeOf(actor, walker, episodeAt(walker, atS));
    return inEpisode(episode, atS - episode.startS, walker);
  };
  return {
    motionOf(actor, timeMs) {
      const leader = site.actors.find((other) => other.id === actor.follows);
      return leader ? following((ms) => alone(leader, ms), timeMs) : alone(actor, timeMs);
    },
  };
}

function walkerOf(actor: ActorDefinition, seed: number, index: number): Walker {
  const restful = "species" in actor.look && actor.look.species === "cat";
  return { seed, index, walkMps: actor.walkMps, pauseS: restful ? [6, 22] : [4, 13] };
}

function inEpisode(episode: Episode, elapsedS: number, walker: Walker): ActorMotion {
  const first = episode.stretches[0];
  const last = episode.stretches.at(-1);
  const still = { speedMps: 0, stride: 0, phone: 0, talk: 0 };
  if (!first || !last || elapsedS < first.fromS) {
    return {
      ...still,
      present: false,
      at: episode.entry,
      headingRad: headingAtStart(first),
      walkedM: 0,
    };
  }
  if (elapsedS >= last.toS) {
    const headingRad = last.kind === "walk" ? last.path.endHeadingRad : last.faceRad;
    return { ...still, present: false, at: episode.exit, headingRad, walkedM: last.walkedM };
  }
  const now = episode.stretches.find((stretch) => elapsedS < stretch.toS) ?? last;
  return now.kind === "walk"
    ? walking(now, elapsedS - now.fromS, walker)
    : pausing(now, elapsedS - now.fromS);
}

function headingAtStart(first: Stretch | undefined): number {
  return first?.kind === "walk" ? first.path.startHeadingRad : 0;
}

function walking(
  stretch: Stretch & { kind: "walk" },
  elapsedS: number,
  walker: Walker,
): ActorMotion {
  const { path } = stretch;
  const alongM = walkedAfter(elapsedS, path.lengthM, walker.walkMps);
  const stepS = 0.02;
  const aheadM = walkedAfter(elapsedS + stepS, path.lengthM, walker.walkMps);
  const behindM = walkedAfter(elapsedS - stepS, path.lengthM, walker.walkMps);
  const speedMps = (aheadM - behindM) / (2 * stepS);
  const place = path.at(alongM);
  return {
    present: true,
    at: place.point,
    headingRad: place.headingRad,
    speedMps,
    walkedM: stretch.walkedM + alongM,
    stride: smoothStep(speedMps / walker.walkMps),
    phone: 0,
    talk: 0,
  };
}

function pausing(stretch: Stretch & { kind: "pause" }, elapsedS: number): ActorMotion {
  const lengthS = stretch.toS - stretch.fromS;
  const arrive = smoothStep((elapsedS - 0.2) / 1.1);
  const depart = smoothStep((elapsedS - (lengthS - 1.5)) / 1.4);
  const held = stretch.inRad + wrapAngle(stretch.faceRad - stretch.inRad) * arrive;
  const settled = smoothStep((elapsedS - 0.8) / 1) * smoothStep((lengthS - 1.2 - elapsedS) / 0.9);
  return {
    present: true,
    at: stretch.at,
    headingRad: held + wrapAngle(stretch.outRad - stretch.faceRad) * depart,
    speedMps: 0,
    walkedM: stretch.walkedM,
    stride: 0,
    phone: stretch.mood < 0.4 ? settled : 0,
    talk: stretch.mood > 0.7 ? settled : 0,
  };
}

/** Beside and a little behind the leader, as a dog on a lead: a moving average of the lead's end. */
function following(leader: (timeMs: number) => ActorMotion, timeMs: number): ActorMotion {
  const placeAt = (ms: number): PlanPoint => {
    let [x, y] = [0, 0];
    for (const delayS of FOLLOW_DELAYS_S) {
      const state = leader(ms - delayS * 1000);
      x += state.at[0] + 0.55 * Math.sin(state.headingRad) + 0.35 * Math.cos(state.headingRad);
      y += state.at[1] - 0.55 * Math.cos(state.headingRad) + 0.35 * Math.sin(state.headingRad);
    }
    return [x / FOLLOW_DELAYS_S.length, y / FOLLOW_DELAYS_S.length];
  };
  const [at, before, after] = [placeAt(timeMs), placeAt(timeMs - 60), placeAt(timeMs + 60)];
  const [vx, vy] = [(after[0] - before[0]) / 0.12, (after[1] - before[1]) / 0.12];
  const lead = leader(timeMs - ACCELERATION_S * 1000);
  const speedMps = Math.hypot(vx, vy);
  const moving = smoothStep((speedMps - 0.25) / 0.6);
  const [aheadX, aheadY] = [Math.cos(lead.headingRad), Math.sin(lead.headingRad)];
  return {
    present: leader(timeMs).present,
    at,
    headingRad: Math.atan2(vy + 0.45 * aheadY, vx + 0.45 * aheadX),
    speedMps,
    walkedM: lead.walkedM,
    stride: moving,
    phone: 0,
    talk: 0,
  };
}
