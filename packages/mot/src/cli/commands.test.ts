import { describe, expect, it } from "vitest";

import { formatMotFile, parseMotFile } from "../eval/index.ts";
import { walkingScene } from "../testing/scene.ts";
import { runCommand } from "./commands.ts";
import type { Files } from "./commands.ts";
import { UsageError } from "./usage.ts";

/** Files in memory: a walk of five people with its truth. */
function files(): Files & { readonly texts: Map<string, string> } {
  const scene = walkingScene({ frames: 50, things: 5, seed: 2 });
  const rows = scene.flatMap(({ boxes, truth }, f) =>
    boxes.map(({ box, score }, i) => ({
      frame: f + 1,
      id: truth[i]! + 1,
      box,
      confidence: score,
      classId: -1,
      visibility: -1,
    })),
  );
  const texts = new Map([
    ["det.txt", formatMotFile(rows.map((row) => ({ ...row, id: -1 })))],
    ["gt.txt", formatMotFile(rows)],
  ]);
  return {
    texts,
    read: (path) => {
      const text = texts.get(path);
      if (text === undefined) throw new Error(`No file ${path}`);
      return text;
    },
    write: (path, text) => void texts.set(path, text),
  };
}

describe("runCommand", () => {
  it("tracks a file and scores what it wrote", () => {
    const disk = files();
    const run = ["run", "--detections", "det.txt", "--out", "res.txt", "--fps", "25"];
    expect(runCommand(run, disk)).toMatch(/^whereabouts: \d+ boxes of 5 identities/);
    expect(parseMotFile(disk.texts.get("res.txt")!).length).toBeGreaterThan(230);
    const scored = runCommand(["eval", "--gt", "gt.txt", "--results", "res.txt", "--json"], disk);
    expect(JSON.parse(scored)).toMatchObject({ idSwitches: 0, truthIds: 5 });
  });

  it("compares every tracker and draws who held whom", () => {
    const disk = files();
    const table = runCommand(
      ["compare", "--gt", "gt.txt", "--detections", "det.txt", "--svg", "t.svg"],
      disk,
    );
    expect(table.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "",
      "whereabouts",
      "bytetrack",
      "ocsort",
      "cbiou",
      "sort",
      "",
    ]);
    expect(disk.texts.get("t.svg")).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it("scores tracks on the plan by their distance", () => {
    const disk = files();
    const walk = (offset: number) =>
      Array.from({ length: 10 }, (_, f) => `${f + 1},4,${f * 0.1 + offset},2\n`).join("");
    disk.write("world-gt.txt", walk(0));
    disk.write("world-res.txt", walk(0.8));
    const score = (...more: string[]): { mota: number; motp: number } =>
      JSON.parse(
        runCommand(
          [
            "eval",
            "--world",
            "--gt",
            "world-gt.txt",
            "--results",
            "world-res.txt",
            "--json",
            ...more,
          ],
          disk,
        ),
      ) as { mota: number; motp: number };
    expect(score().mota).toBe(1);
    expect(score().motp).toBeCloseTo(0.6, 9);
    expect(score("--distance", "1").mota).toBe(-1);
  });

  it("compares a given result beside one tracker", () => {
    const argv = ["compare", "--gt", "gt.txt", "--detections", "det.txt", "--tracker", "sort"];
    const table = runCommand([...argv, "--results", "gt.txt"], files());
    expect(table).toMatch(/\ngt\.txt +100\.00/);
  });

  it.each([
    ["an unknown command", ["walk"]],
    ["an unknown option", ["run", "--detection", "det.txt"]],
    ["a missing option", ["run", "--detections", "det.txt"]],
    ["an option without value", ["run", "--detections"]],
    ["an unknown tracker", ["run", "--detections", "det.txt", "--out", "r", "--tracker", "x"]],
    ["no frames per second", ["run", "--detections", "det.txt", "--out", "r", "--fps", "0"]],
    ["a distance of boxes", ["eval", "--gt", "gt.txt", "--results", "gt.txt", "--distance", "1"]],
    [
      "a visibility of places",
      ["eval", "--world", "--gt", "gt.txt", "--results", "gt.txt", "--visibility", "1"],
    ],
    [
      "no distance",
      ["eval", "--world", "--gt", "gt.txt", "--results", "gt.txt", "--distance", "0"],
    ],
    ["nothing to compare", ["compare", "--gt", "gt.txt"]],
  ])("refuses %s", (_, argv) => {
    expect(() => runCommand(argv, files())).toThrow(UsageError);
  });

  it("explains itself", () => {
    expect(runCommand([], files())).toMatch(/mot run --detections/);
  });
});
