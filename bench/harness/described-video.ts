import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PixelBox } from "../../server/src/model/index.ts";
import { runScript } from "./run-script.ts";

/** What the product's stages saw in one picture of a recording. */
export interface Look {
  /** Since the recording's first picture, ms. */
  readonly atMs: number;
  readonly boxes: readonly {
    readonly boxPx: PixelBox;
    readonly objectClass: string;
    readonly score: number;
  }[];
  /** By descriptor: one vector per box, null where none was made. */
  readonly vectors: Readonly<Record<string, readonly (readonly number[] | null)[]>>;
}

export interface DescribedVideo {
  readonly looks: readonly Look[];
  readonly costs: readonly {
    readonly name: string;
    /** CPU time of all pictures with at least one vector, ms. */
    readonly cpuMs: number;
    readonly pictures: number;
    readonly crops: number;
  }[];
}

/** Steps through a recording with the product's own stages, in a process of its own. */
export async function describeVideo(
  file: string,
  options: {
    readonly detector: "centernet" | "motion";
    readonly fps: number;
    readonly seconds: number;
    readonly descriptors: readonly string[];
  },
): Promise<DescribedVideo> {
  const folder = await mkdtemp(path.join(tmpdir(), "whereabouts-described-"));
  try {
    const result = path.join(folder, "result.json");
    const { detector, fps, seconds, descriptors } = options;
    const numbers = [String(fps), String(seconds)];
    await runScript("describe-video.ts", [file, result, detector, ...numbers, ...descriptors]);
    return JSON.parse(await readFile(result, "utf8")) as DescribedVideo;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
