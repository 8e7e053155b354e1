/**
 * Detector `motion`: what moves before a still background. Needs no model and little time, and
 * suits simulated cameras and fixed ones with few people. It does not know what it sees: the class
 * comes from the camera's settings, or from a plain rule about shape.
 */
import type { Detection, DetectorSettings, ObjectClass, PixelBox } from "../../../model/index.ts";
import type { Detector, MotionPicture } from "../../../pipeline/perception/contract.ts";
import {
  findBlobs,
  isShadowRim,
  joinParts,
  removeSpecks,
  splitBeside,
  type Blob,
} from "./blobs.ts";

/** Smaller patches are noise: in cells of the 320 px wide field. */
const AREA_MIN = 14;
const FILL_MIN = 0.2;
const DETECTIONS_MAX = 60;

export class MotionDetector implements Detector {
  readonly name = "motion";
  readonly followsMotion = true;
  readonly #settings: Partial<DetectorSettings>;

  constructor(settings: Partial<DetectorSettings>) {
    this.#settings = settings;
  }

  async detect({ picture, motion }: MotionPicture): Promise<readonly Detection[]> {
    if (!motion.isSettled) return [];
    const cells = removeSpecks(motion.foreground, motion.size);
    const blobs = joinParts(findBlobs(cells, motion.size))
      .flatMap((blob) => splitBeside(blob, cells, motion.size))
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
      const objectClass = this.#settings.motionClass ?? classOfShape(boxPx);
      return { boxPx, score: scoreOf(blob), objectClass };
    });
    const { minScore = 0, classes } = this.#settings;
    return found.filter(
      ({ score, objectClass }) =>
        score >= minScore &&
        (!classes || objectClass === "unknown" || classes.includes(objectClass)),
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

function fill(blob: Blob): number {
  return blob.area / ((blob.x2 - blob.x1) * (blob.y2 - blob.y1));
}

/** Larger and fuller patches are surer; 0.5 at the smallest, towards 0.95. */
function scoreOf(blob: Blob): number {
  const size = 1 - Math.exp(-(blob.area - AREA_MIN) / 150);
  return 0.5 + 0.45 * size * Math.min(1, fill(blob) / 0.5);
}
