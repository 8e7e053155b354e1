import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { isAppError, type Log } from "../../base/index.ts";
import type { Detection } from "../../model/index.ts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import type { SubjectMeasures } from "./judgement.ts";
import { PIXELS_MAX } from "./picture-file.ts";

/** What the detector said of one picture. */
export interface SubjectFinding {
  readonly subject: SubjectMeasures | null;
  /** Why there is none; null when there is. */
  readonly note: string | null;
}

const SUBJECT_CLASSES: ReadonlySet<string> = new Set(["person", "cat", "dog", "bird", "horse"]);
const LOOK_LONG_SIDE_PX = 1280;
const LIMIT_SECONDS = 60;
const FULL_AREA_SHARE = 0.2;
/** Shares of the width and height that count as touching the edge. */
const EDGE_SHARE = 0.004;

/** Asks the cameras' detector for persons and animals in a picture file. */
export async function findSubject(
  perception: Pick<PerceptionPort, "preview">,
  path: string,
  log: Log,
): Promise<SubjectFinding> {
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), "whereabouts-look-"));
    const { detections, size } = await perception.preview({
      sourceUrl: pathToFileURL(await uprightCopy(path, folder)).href,
      settings: { motionGate: false },
    });
    const found = detections.filter(({ objectClass }) => SUBJECT_CLASSES.has(objectClass));
    const subjects = found.map((detection) => measured(detection, size, found.length));
    const [best] = subjects.sort((a, b) => b.score - a.score);
    if (best) return { subject: best, note: null };
    return { subject: null, note: "The detector found no person and no animal" };
  } catch (error) {
    const reason = isAppError(error) ? error.message : "the detector failed";
    if (!isAppError(error)) log.warn({ err: error }, "Looking for a photo's subject failed");
    return { subject: null, note: `Not looked for: ${withoutPath(reason)}` };
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

/** A JPEG as large as detectors want it, whatever the picture's format and orientation. */
async function uprightCopy(path: string, folder: string): Promise<string> {
  // By a picture's ending FFmpeg would take the name for a pattern of many files.
  const copy = join(folder, "look");
  await sharp(path, { limitInputPixels: PIXELS_MAX })
    .timeout({ seconds: LIMIT_SECONDS })
    .autoOrient()
    .flatten()
    .resize(LOOK_LONG_SIDE_PX, LOOK_LONG_SIDE_PX, { fit: "inside", withoutEnlargement: true })
    .jpeg({ quality: 90 })
    .toFile(copy);
  return copy;
}

function measured(
  { boxPx, score: confidence, objectClass }: Detection,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  count: number,
): SubjectMeasures {
  const [x1, y1, x2, y2] = boxPx;
  const areaShare = ((x2 - x1) * (y2 - y1)) / (widthPx * heightPx);
  const offset = Math.hypot((x1 + x2) / 2 - widthPx / 2, (y1 + y2) / 2 - heightPx / 2);
  const offCentre = Math.min(1, offset / (Math.hypot(widthPx, heightPx) / 2));
  const [edgeX, edgeY] = [widthPx * EDGE_SHARE, heightPx * EDGE_SHARE];
  const isCutOff = x1 <= edgeX || y1 <= edgeY || x2 >= widthPx - edgeX || y2 >= heightPx - edgeY;
  const size = Math.min(1, areaShare / FULL_AREA_SHARE);
  const score = confidence * size * (1 - offCentre / 2) * (isCutOff ? 0.5 : 1);
  return { objectClass, confidence, areaShare, offCentre, isCutOff, score, count };
}

function withoutPath(message: string): string {
  return message.replace(/(?:file:)?\/[^\s"']+/g, "the file");
}
