import { createTracker, TRACKER_NAMES } from "../create-tracker.ts";
import type { TrackerOptions } from "../create-tracker.ts";
import {
  evaluate,
  evaluateWorld,
  formatMotFile,
  parseMotFile,
  parseWorldFile,
  prepareSequence,
  runTracker,
} from "../eval/index.ts";
import type { MotRow, Scores } from "../eval/index.ts";
import type { TrackerName } from "../tracker.ts";
import { readArguments } from "./arguments.ts";
import type { Arguments } from "./arguments.ts";
import { scoreTable } from "./score-table.ts";
import { drawTimeline } from "./timeline.ts";
import { USAGE, UsageError } from "./usage.ts";

/** Files as the commands see them; text in and out. */
export interface Files {
  read(path: string): string;
  write(path: string, text: string): void;
}

/**
 * Obeys one command line.
 *
 * @returns what to print.
 * @throws UsageError for a wrong command line, MotFileError for a wrong file.
 */
export function runCommand(argv: readonly string[], files: Files): string {
  const [command, ...rest] = argv;
  switch (command) {
    case "run":
      return run(readArguments(rest, ["detections", "out", "tracker", "fps", "seen-only"]), files);
    case "eval":
      return score(
        readArguments(rest, ["gt", "results", "visibility", "world", "distance", "json"]),
        files,
      );
    case "compare":
      return compare(
        readArguments(rest, ["gt", "detections", "results", "tracker", "fps", "svg"]),
        files,
      );
    case "help":
    case "--help":
    case "-h":
    case undefined:
      return USAGE;
    default:
      throw new UsageError(`Unknown command "${command}": expected run, eval or compare`);
  }
}

function run(args: Arguments, files: Files): string {
  const name = trackerName(args.optional("tracker") ?? TRACKER_NAMES[0]!);
  const detections = parseMotFile(files.read(args.required("detections")));
  const fps = args.positive("fps", 30);
  const rows = track(name, detections, { fps, withCoasting: !args.has("seen-only") });
  const out = args.required("out");
  files.write(out, formatMotFile(rows));
  const ids = new Set(rows.map((row) => row.id)).size;
  return `${name}: ${rows.length} boxes of ${ids} identities written to ${out}\n`;
}

function score(args: Arguments, files: Files): string {
  const truth = files.read(args.required("gt"));
  const path = args.required("results");
  const scores = scoreTexts(truth, files.read(path), args);
  if (args.has("json")) return `${JSON.stringify(scores, null, 2)}\n`;
  return scoreTable([{ label: path, scores }]);
}

function scoreTexts(truth: string, result: string, args: Arguments): Scores {
  const refuse = (option: string, reason: string): void => {
    if (args.has(option)) throw new UsageError(`Option --${option} ${reason}`);
  };
  if (args.has("world")) {
    refuse("visibility", "is about boxes: leave it out with --world");
    const zeroDistanceM = args.positive("distance", 2);
    return evaluateWorld(parseWorldFile(truth), parseWorldFile(result), { zeroDistanceM });
  }
  refuse("distance", "is about places on the plan: expected --world with it");
  const visibilityMin = args.positive("visibility", 0);
  return evaluate(parseMotFile(truth), parseMotFile(result), { visibilityMin });
}

function compare(args: Arguments, files: Files): string {
  const truth = parseMotFile(files.read(args.required("gt")));
  const entries = collectResults(args, files).map(({ label, rows }) => ({
    label,
    rows,
    scores: evaluate(truth, rows),
  }));
  const svg = args.optional("svg");
  if (svg !== null) {
    const lanes = entries.map(({ label, rows }) => ({
      label,
      sequence: prepareSequence(truth, rows),
    }));
    files.write(svg, drawTimeline(lanes));
  }
  return scoreTable(entries satisfies readonly { label: string; scores: Scores }[]);
}

function collectResults(args: Arguments, files: Files): { label: string; rows: MotRow[] }[] {
  const given = args.all("results").map((path) => ({
    label: path,
    rows: parseMotFile(files.read(path)),
  }));
  const path = args.optional("detections");
  if (path === null) {
    if (given.length === 0)
      throw new UsageError("Nothing to compare: expected --detections or --results");
    return given;
  }
  const detections = parseMotFile(files.read(path));
  const named = args.all("tracker").map(trackerName);
  const fps = args.positive("fps", 30);
  const tracked = (named.length > 0 ? named : TRACKER_NAMES).map((name) => ({
    label: name,
    rows: track(name, detections, { fps, withCoasting: true }),
  }));
  return [...tracked, ...given];
}

function track(
  name: TrackerName,
  detections: readonly MotRow[],
  options: { readonly fps: number; readonly withCoasting: boolean },
): MotRow[] {
  return runTracker(createTracker(optionsFor(name, options.fps)), detections, options);
}

/** The published trackers count in frames: theirs last as long as the recording's. */
function optionsFor(name: TrackerName, fps: number): TrackerOptions {
  return name === "whereabouts" ? { tracker: name } : { tracker: name, frameMs: 1000 / fps };
}

function trackerName(text: string): TrackerName {
  const name = TRACKER_NAMES.find((known) => known === text);
  if (name === undefined) {
    throw new UsageError(`Unknown tracker "${text}": expected one of ${TRACKER_NAMES.join(", ")}`);
  }
  return name;
}
