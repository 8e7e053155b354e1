import { createRequire } from "node:module";

import { createTracker, TRACKER_NAMES } from "@whereabouts/mot";
import type { TrackerArrays, TrackerName } from "@whereabouts/mot";
import { groupByFrame, runTracker } from "@whereabouts/mot/eval";
import type { MotRow } from "@whereabouts/mot/eval";

import type { MotSequence } from "./mot-data.ts";

/** A tracker as the bench sees it. */
export interface Contestant {
  readonly name: string;
  /** The result that is scored. */
  run(sequence: MotSequence): MotRow[];
  /** Association alone over prepared frames; the time of the returned function is measured. */
  prepare(sequence: MotSequence): () => void;
}

export function contestants(): Contestant[] {
  return [...TRACKER_NAMES.map(ownContestant), ...npmContestants()];
}

function ownContestant(name: TrackerName): Contestant {
  const create = (fps: number) =>
    createTracker(name === "whereabouts" ? {} : { tracker: name, frameMs: 1000 / fps });
  return {
    name,
    run: (sequence) => runTracker(create(sequence.fps), sequence.detections, sequence),
    prepare: (sequence) => {
      const frames = groupByFrame(sequence.detections, sequence.frames).map(
        (rows, index): TrackerArrays => ({
          timeMs: (index * 1000) / sequence.fps,
          count: rows.length,
          boxes: Float64Array.from(rows.flatMap((row) => row.box)),
          scores: Float64Array.from(rows, (row) => row.confidence),
        }),
      );
      return () => {
        const tracker = create(sequence.fps);
        for (const frame of frames) tracker.updateArrays(frame);
      };
    },
  };
}

/** The parts of npm `node-moving-things-tracker` that are used; its state is the module's own. */
interface MovingThings {
  reset(): void;
  setParams(params: { matchingAlgorithm: "kdTree" | "munkres" }): void;
  updateTrackedItemsWithNewFrame(items: readonly MovingThing[], frame: number): void;
  getTrackedItemsInMOTFormat(frame: number): string[];
}
interface MovingThing {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly confidence: number;
  readonly name: string;
}

function npmContestants(): Contestant[] {
  const { Tracker } = createRequire(import.meta.url)("node-moving-things-tracker") as {
    Tracker: MovingThings;
  };
  return (["kdTree", "munkres"] as const).map((matchingAlgorithm) => {
    const begin = (): void => {
      Tracker.setParams({ matchingAlgorithm });
      Tracker.reset();
    };
    return {
      name: `npm moving-things (${matchingAlgorithm})`,
      run: (sequence) => {
        begin();
        return framesOfThings(sequence).flatMap((items, index) => {
          Tracker.updateTrackedItemsWithNewFrame(items, index + 1);
          return Tracker.getTrackedItemsInMOTFormat(index + 1).map(rowOfLine);
        });
      },
      prepare: (sequence) => {
        const frames = framesOfThings(sequence);
        return () => {
          begin();
          frames.forEach((items, index) =>
            Tracker.updateTrackedItemsWithNewFrame(items, index + 1),
          );
        };
      },
    };
  });
}

function framesOfThings(sequence: MotSequence): MovingThing[][] {
  return groupByFrame(sequence.detections, sequence.frames).map((rows) =>
    rows.map(({ box, confidence }) => ({
      x: (box[0] + box[2]) / 2,
      y: (box[1] + box[3]) / 2,
      w: box[2] - box[0],
      h: box[3] - box[1],
      confidence: confidence * 100,
      name: "person",
    })),
  );
}

function rowOfLine(line: string): MotRow {
  const [frame, id, left, top, width, height, confidence] = line.split(",").map(Number);
  return {
    frame: frame!,
    id: id!,
    box: [left!, top!, left! + width!, top! + height!],
    confidence: confidence!,
    classId: -1,
    visibility: -1,
  };
}
