/**
 * Detector `motion`: what moves before a still background. Needs no model and little time, and
 * suits simulated cameras and fixed ones with few people. It does not know what it sees: the class
 * comes from the camera's settings, or from a plain rule about height and shape.
 */
import type {
  Detection,
  DetectorSettings,
  ObjectClass,
  PixelBox,
  SizePx,
} from "../../../model/index.ts";
import type {
  Detector,
  MotionField,
  MotionPicture,
} from "../../../pipeline/perception/contract.ts";
import {
  findBlobs,
  isShadowRim,
  joinParts,
  joinPeople,
  removeSpecks,
  splitBeside,
  withThreads,
  type Blob,
} from "./blobs.ts";

import { completeFigure } from "./complete.ts";
import { takeApart } from "./figures.ts";
import { PersonHeight } from "./person-height.ts";

/** Smaller patches are noise: in cells of the 320 px wide field. */
const AREA_MIN = 14;
const FILL_MIN = 0.2;
const DETECTIONS_MAX = 60;

export class MotionDetector implements Detector {
  readonly name = "motion";
  readonly followsMotion = true;
  readonly #settings: Partial<DetectorSettings>;
  readonly #heights = new PersonHeight();

  constructor(settings: Partial<DetectorSettings>) {
    this.#settings = settings;
  }

  async detect({ picture, motion }: MotionPicture): Promise<readonly Detection[]> {
    if (!motion.isSettled) return [];
    const cells = removeSpecks(motion.foreground, motion.size);
    const torn = joinParts(findBlobs(cells, motion.size));
    const patches = joinPeople(torn, (row) => this.#heights.at(row));
    for (const patch of patches) this.#heights.observe(patch, motion.size);
    const blobs = patches
      .flatMap((blob) => this.#split(blob, cells, motion))
      .filter((blob) => blob.area >= AREA_MIN && fill(blob) >= FILL_MIN)
      .filter((blob) => !isShadowRim(blob, motion.foreground, motion.size))
      .sort((a, b) => b.area - a.area)
      .slice(0, DETECTIONS_MAX);
    const scaleX = picture.size.widthPx / motion.size.widthPx;
    const scaleY = picture.size.heightPx / motion.size.heightPx;
    const found = blobs.map((blob): Detection => {
      const boxPx: PixelBox = [
        blob.x1 * scaleX,
        blob.y1 * scaleY,
        blob.x2 * scaleX,
        blob.y2 * scaleY,
      ];
      const objectClass = this.#settings.motionClass ?? this.#classOf(blob, motion.size);
      return { boxPx, score: scoreOf(blob), objectClass };
    });
    const { minScore = 0, classes } = this.#settings;
    return found.filter(
      ({ score, objectClass }) =>
        score >= minScore &&
        (!classes || objectClass === "unknown" || classes.includes(objectClass)),
    );
  }

  /** By how high it is beside a person there, where that is known; otherwise by its shape. */
  #classOf({ x1, y1, x2, y2 }: Blob, size: SizePx): ObjectClass {
    const shape = classOfShape([x1, y1, x2, y2]);
    const isCut = y2 >= size.heightPx - 1;
    const expected = isCut ? null : this.#heights.at(y2);
    if (expected !== null) return classOfHeight((y2 - y1) / expected, shape);
    return isCut && shape === "dog" ? "unknown" : shape;
  }

  #split(patch: Blob, cells: Uint8Array, { foreground, size }: MotionField): Blob[] {
    const options = { size, heights: this.#heights, field: foreground };
    const people = takeApart(patch, cells, options);
    if (people) return people;
    const isKnown = this.#heights.at(patch.y2) !== null;
    const parts = isKnown ? [patch] : splitBeside(patch, cells, size);
    if (parts.length > 1) return parts;
    return parts.map((part) =>
      completeFigure(withThreads(part, foreground, size), foreground, options),
    );
  }
}

/**
 * The rule: clearly taller than wide is taken for a person, clearly wider than tall for a dog, and
 * anything between stays unknown.
 */
export function classOfShape(box: PixelBox): ObjectClass {
  const aspect = (box[3] - box[1]) / Math.max(1, box[2] - box[0]);
  if (aspect >= 1.5) return "person";
  return aspect <= 0.9 ? "dog" : "unknown";
}

/** Heights beside a person's: people bend and are hidden below, dogs lift their heads. */
const HEIGHT = { personLeast: 0.7, dogMost: 0.52, catMost: 0.26 };

/** Between a dog's height and a person's, only a slender figure is taken for a person. */
function classOfHeight(height: number, shape: ObjectClass): ObjectClass {
  if (height >= HEIGHT.personLeast) return "person";
  if (height > HEIGHT.dogMost) return shape === "dog" ? "unknown" : shape;
  if (shape === "person") return "unknown";
  return height <= HEIGHT.catMost ? "cat" : "dog";
}

function fill(blob: Blob): number {
  return blob.area / ((blob.x2 - blob.x1) * (blob.y2 - blob.y1));
}

/** Larger and fuller patches are surer; 0.5 at the smallest, towards 0.95. */
function scoreOf(blob: Blob): number {
  const size = 1 - Math.exp(-(blob.area - AREA_MIN) / 150);
  return 0.5 + 0.45 * size * Math.min(1, fill(blob) / 0.5);
}
