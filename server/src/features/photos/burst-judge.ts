import { isAppError, type Log } from "../../base/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import type { Judge } from "./judge/index.ts";
import { findDuplicates, smartScore, type BurstFrame, type Judgement } from "./judgement.ts";
import type { ReceivedFile } from "./receive-files.ts";
import { findSubject } from "./subject-finder.ts";

export interface BurstJudgePorts {
  readonly media: Pick<MediaStore, "add" | "locate" | "remove">;
  readonly judge: Judge;
  readonly perception: Pick<PerceptionPort, "preview">;
  readonly log: Log;
}

export type ChosenBy = "contract" | "smart";

export interface JudgedBurst {
  readonly chosen: ReceivedFile;
  readonly judgement: Judgement | null;
  /** The chosen picture's sharpness; 0 when none could be read. */
  readonly score: number;
  readonly frames: readonly BurstFrame[];
}

/** Asking the detector costs about a second; only the sharpest are worth it. */
const DETECTED_MAX = 8;

interface Looked {
  readonly file: ReceivedFile;
  readonly judgement: Judgement | null;
  readonly thumbnailId: string | null;
  readonly error: string | null;
}

/** Chooses the best picture of a burst and remembers why. */
export class BurstJudge {
  readonly #ports: BurstJudgePorts;

  constructor(ports: BurstJudgePorts) {
    this.#ports = ports;
  }

  /**
   * Measures every file; one that cannot be read scores 0 and loses against any that can.
   *
   * @param files at least one
   */
  async judge(files: readonly ReceivedFile[], chosenBy: ChosenBy): Promise<JudgedBurst> {
    let looked: Looked[] = [];
    for (const file of files) looked.push(await this.#look(file));
    if (chosenBy === "smart") looked = await this.#findSubjects(looked);
    const sharpness = looked.map(({ judgement }) => judgement?.sharpness ?? 0);
    const best = Math.max(...sharpness);
    const smart = looked.map(({ judgement }) =>
      judgement === null ? null : smartScore(judgement, best),
    );
    const scores = chosenBy === "smart" ? smart.map((score) => score ?? 0) : sharpness;
    // The first of equals wins: photo contract, section 7.
    const chosen = scores.indexOf(Math.max(...scores));
    const duplicates = findDuplicates(looked.map(({ judgement }) => judgement?.hash ?? null));
    const frames = looked.map(({ file, judgement, thumbnailId, error }, index) => ({
      ...{ index, fileName: file.fileName, isChosen: index === chosen },
      ...{ sharpness: sharpness[index] ?? 0, judgement, thumbnailId, error },
      smartScore: chosenBy === "smart" ? (smart[index] ?? null) : null,
      duplicateOf: duplicates[index] ?? null,
    }));
    const winner = looked[chosen];
    if (!winner) throw new Error("A burst needs a picture");
    const { file, judgement } = winner;
    return { chosen: file, judgement, score: sharpness[chosen] ?? 0, frames };
  }

  async #look(file: ReceivedFile): Promise<Looked> {
    const { judge, media } = this.#ports;
    try {
      const { measures, thumbnail } = await judge.measure(await media.locate(file.media.id));
      const stored = await media.add({
        ...{ kind: "photo-thumbnail", contentType: "image/jpeg", content: thumbnail },
        limitBytes: thumbnail.byteLength,
      });
      const subjectNote = "Not looked for in this burst";
      const judgement = { ...measures, subject: null, subjectNote };
      return { file, judgement, thumbnailId: stored.id, error: null };
    } catch (error) {
      if (!isAppError(error) || error.kind !== "invalid") throw error;
      return { file, judgement: null, thumbnailId: null, error: error.message };
    }
  }

  async #findSubjects(looked: readonly Looked[]): Promise<Looked[]> {
    const { media, perception, log } = this.#ports;
    const sharpest = looked
      .filter(({ judgement }) => judgement !== null)
      .sort((a, b) => (b.judgement?.sharpness ?? 0) - (a.judgement?.sharpness ?? 0))
      .slice(0, DETECTED_MAX);
    const found = [...looked];
    for (const entry of sharpest) {
      if (entry.judgement === null) continue;
      const path = await media.locate(entry.file.media.id);
      const { subject, note } = await findSubject(perception, path, log);
      const judgement = { ...entry.judgement, subject, subjectNote: note };
      found[looked.indexOf(entry)] = { ...entry, judgement };
    }
    return found;
  }
}
