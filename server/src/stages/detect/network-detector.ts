import type { OnnxSession, SessionOutput } from "../../inference/index.ts";
import {
  COCO_CLASS_INDEX,
  OBJECT_CLASSES,
  type Detection,
  type DetectorSettings,
  type ObjectClass,
} from "../../model/index.ts";
import type { Detector, MotionPicture } from "../../pipeline/perception/contract.ts";
import { Preprocessor, type Normalization, type Placement } from "./preprocess.ts";
import { suppressOverlaps } from "./suppression.ts";

/** One class to look for: our name and its row in the network's output. */
export interface WantedClass {
  readonly objectClass: ObjectClass;
  readonly index: number;
}

export interface NetworkHead {
  readonly name: string;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly normalization: Normalization;
  readonly keepAspect: boolean;
  readonly minScore: number;
  /** Boxes in network pixels, before suppression. */
  decode(options: {
    readonly outputs: ReadonlyMap<string, SessionOutput>;
    readonly wanted: readonly WantedClass[];
    readonly minScore: number;
  }): Detection[];
}

/** Any detector that is an ONNX network: prepare, run, decode, map back, suppress. */
export class NetworkDetector implements Detector {
  readonly name: string;
  readonly followsMotion = false;
  readonly #session: OnnxSession;
  readonly #head: NetworkHead;
  readonly #preprocessor: Preprocessor;
  readonly #wanted: readonly WantedClass[];
  readonly #minScore: number;

  constructor(session: OnnxSession, head: NetworkHead, settings: Partial<DetectorSettings>) {
    this.name = head.name;
    this.#session = session;
    this.#head = head;
    this.#preprocessor = new Preprocessor(head);
    this.#wanted = wantedClasses(settings.classes);
    this.#minScore = settings.minScore ?? head.minScore;
  }

  async detect({ picture }: MotionPicture): Promise<readonly Detection[]> {
    const { pixels, placement } = await this.#preprocessor.prepare(picture);
    const outputs = await this.#session.run(pixels, this.#head.size);
    const found = this.#head.decode({ outputs, wanted: this.#wanted, minScore: this.#minScore });
    return suppressOverlaps(
      found.map((detection) => mapBack(detection, placement)),
      picture.size,
    );
  }
}

/** The wanted class with the highest score; null when no class is wanted. */
export function bestClass(
  wanted: readonly WantedClass[],
  scoreOf: (index: number) => number,
): { objectClass: ObjectClass; score: number } | null {
  let best: { objectClass: ObjectClass; score: number } | null = null;
  for (const { objectClass, index } of wanted) {
    const score = scoreOf(index);
    if (!best || score > best.score) best = { objectClass, score };
  }
  return best;
}

function wantedClasses(classes: readonly ObjectClass[] = OBJECT_CLASSES): WantedClass[] {
  return classes.flatMap((objectClass) => {
    const index = COCO_CLASS_INDEX[objectClass];
    return index === undefined ? [] : [{ objectClass, index }];
  });
}

function mapBack(detection: Detection, { scaleX, scaleY }: Placement): Detection {
  const [x1, y1, x2, y2] = detection.boxPx;
  return { ...detection, boxPx: [x1 / scaleX, y1 / scaleY, x2 / scaleX, y2 / scaleY] };
}
