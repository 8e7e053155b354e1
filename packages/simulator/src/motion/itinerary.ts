import type { PlanPoint } from "../geometry.ts";
import { createRandom, hash32, hashUnit, type Random } from "../random.ts";
import { createSmoothPath, type SmoothPath } from "./smooth-path.ts";
import type { WalkGraph } from "./walk-graph.ts";

/** Time to reach walking pace and to stop again, seconds. */
export const ACCELERATION_S = 0.7;
const AWAY_S_MIN = 7;

/** What tells one walker's days from another's. */
export interface Walker {
  readonly seed: number;
  readonly index: number;
  readonly walkMps: number;
  /** Pauses are drawn from this range, seconds. */
  readonly pauseS: readonly [number, number];
}

/** Part of an episode; times in seconds from its start, distances from its first step. */
export type Stretch =
  | {
      readonly kind: "walk";
      readonly fromS: number;
      readonly toS: number;
      readonly path: SmoothPath;
      readonly walkedM: number;
    }
  | {
      readonly kind: "pause";
      readonly fromS: number;
      readonly toS: number;
      readonly at: PlanPoint;
      readonly inRad: number;
      readonly faceRad: number;
      readonly outRad: number;
      readonly walkedM: number;
      /** Uniform draw in [0, 1) that decides what the walker does meanwhile. */
      readonly mood: number;
    };

/** One visit: comes through a door, goes about, leaves through a door, all inside one period. */
export interface Episode {
  readonly startS: number;
  readonly stretches: readonly Stretch[];
  readonly entry: PlanPoint;
  readonly exit: PlanPoint;
}

/** Length of a walker's period, seconds: own to each, so that visits never fall in step. */
export function periodS(walker: Walker): number {
  return 190 + Math.round(130 * hashUnit(walker.seed, walker.index, 11));
}

/** Number of the episode that holds an instant (seconds since 1970). */
export function episodeAt(walker: Walker, atS: number): number {
  const period = periodS(walker);
  return Math.floor(atS / period + hashUnit(walker.seed, walker.index, 12));
}

function doorBefore(walker: Walker, graph: WalkGraph, episode: number): number {
  const pick = hash32(walker.seed, walker.index, 13, episode) % graph.doors.length;
  return graph.doors[pick] ?? 0;
}

/** Time a way of `lengthM` takes at walking pace, seconds. */
export function walkDurationS(lengthM: number, walkMps: number): number {
  return lengthM / walkMps + ACCELERATION_S;
}

/** Distance covered `elapsedS` after starting, with a soft start and stop, metres. */
export function walkedAfter(elapsedS: number, lengthM: number, walkMps: number): number {
  const durationS = walkDurationS(lengthM, walkMps);
  const t = Math.min(durationS, Math.max(0, elapsedS));
  const ramp = Math.min(ACCELERATION_S, durationS / 2);
  const paceMps = lengthM / (durationS - ramp);
  if (t < ramp) return (paceMps * t * t) / (2 * ramp);
  if (t > durationS - ramp) return lengthM - (paceMps * (durationS - t) ** 2) / (2 * ramp);
  return paceMps * (t - ramp / 2);
}

/** Plans episode number `episode` of a walker. Pure: the same arguments give the same visit. */
export function planEpisode(walker: Walker, graph: WalkGraph, episode: number): Episode {
  const random = createRandom(walker.seed, walker.index, 14, episode);
  const lengthS = periodS(walker);
  const entry = doorBefore(walker, graph, episode);
  const exit = doorBefore(walker, graph, episode + 1);
  const at = (index: number): PlanPoint => graph.nodes[index]?.at ?? [0, 0];
  const trip = chooseStops({ walker, graph, random, entry, exit, limitS: lengthS - AWAY_S_MIN });
  return {
    startS: (episode - hashUnit(walker.seed, walker.index, 12)) * lengthS,
    stretches: layOut(trip, walker, random),
    entry: at(entry),
    exit: at(exit),
  };
}

interface Trip {
  readonly beginS: number;
  readonly legs: readonly { readonly path: SmoothPath; readonly pauseS: number }[];
}

interface TripWish {
  readonly walker: Walker;
  readonly graph: WalkGraph;
  readonly random: Random;
  readonly entry: number;
  readonly exit: number;
  readonly limitS: number;
}

function chooseStops({ walker, graph, random, entry, exit, limitS }: TripWish): Trip {
  const beginS = random.between(3, 24);
  const legs: { path: SmoothPath; pauseS: number }[] = [];
  const spots = new Map<number, PlanPoint>();
  const spotOf = (index: number): PlanPoint => {
    const node = graph.nodes[index];
    if (!node) throw new RangeError(`No node ${index}`);
    const reach = node.slackM * Math.sqrt(random.next());
    const turn = random.between(0, 2 * Math.PI);
    return [node.at[0] + reach * Math.cos(turn), node.at[1] + reach * Math.sin(turn)];
  };
  const go = (from: number, to: number, pauseS: number): number => {
    const corners = graph.route(from, to).map((index, step): PlanPoint => {
      const middle = graph.nodes[index]?.at ?? [0, 0];
      if (step === 0) return spots.get(index) ?? middle;
      return index === exit ? middle : spotOf(index);
    });
    spots.set(to, corners.at(-1) ?? [0, 0]);
    const path = createSmoothPath(corners);
    legs.push({ path, pauseS });
    return walkDurationS(path.lengthM, walker.walkMps) + pauseS;
  };
  let [here, clockS] = [entry, beginS];
  const durationS = (from: number, to: number): number =>
    walkDurationS(graph.routeLengthM(from, to) * 1.12 + 3, walker.walkMps);
  for (let attempt = 0; attempt < 60; attempt++) {
    const target = random.pick(graph.stops);
    const pauseS = random.between(...walker.pauseS);
    if (target === here) continue;
    if (clockS + durationS(here, target) + pauseS + durationS(target, exit) > limitS) continue;
    clockS += go(here, target, pauseS);
    here = target;
  }
  go(here, exit, 0);
  return { beginS, legs };
}

function layOut(trip: Trip, walker: Walker, random: Random): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let [clockS, walkedM] = [trip.beginS, 0];
  for (const [index, { path, pauseS }] of trip.legs.entries()) {
    const toS = clockS + walkDurationS(path.lengthM, walker.walkMps);
    stretches.push({ kind: "walk", fromS: clockS, toS, path, walkedM });
    walkedM += path.lengthM;
    clockS = toS;
    const following = trip.legs[index + 1];
    if (!following) break;
    stretches.push({
      kind: "pause",
      fromS: clockS,
      toS: clockS + pauseS,
      walkedM,
      at: path.at(path.lengthM).point,
      inRad: path.endHeadingRad,
      faceRad: path.endHeadingRad + random.between(-1.6, 1.6),
      outRad: following.path.startHeadingRad,
      mood: random.next(),
    });
    clockS += pauseS;
  }
  return stretches;
}
