import type { BoxTruth } from "@whereabouts/simulator";
import type { Detection, SizePx } from "../../model/index.ts";

/** As often as the product looks at a camera by default. */
export const LOOKS_PER_SECOND = 3;

/** What perception saw in one picture, beside what was there. */
export interface Look {
  /** Capture time, simulated UTC ms. */
  readonly timeMs: number;
  readonly size: SizePx;
  readonly detections: readonly Detection[];
  readonly descriptor: string | null;
  readonly truth: readonly Pick<
    BoxTruth,
    "actorId" | "actorClass" | "planM" | "boxPx" | "visibleFraction"
  >[];
}

/** One line of JSON; crops are left out. */
export function encodeLook({ timeMs, size, detections, descriptor, truth }: Look): string {
  return JSON.stringify({
    timeMs,
    size,
    descriptor,
    detections: detections.map(({ crop: _crop, appearance, ...detection }) => ({
      ...detection,
      ...(appearance && { appearance: Array.from(appearance, (value) => Math.round(value * 1e4)) }),
    })),
    truth: truth.map(({ actorId, actorClass, planM, boxPx, visibleFraction }) => ({
      actorId,
      actorClass,
      planM,
      boxPx,
      visibleFraction,
    })),
  });
}

export function decodeLook(line: string): Look {
  const look = JSON.parse(line) as Omit<Look, "detections"> & {
    readonly detections: readonly (Omit<Detection, "appearance"> & {
      readonly appearance?: readonly number[];
    })[];
  };
  return {
    ...look,
    detections: look.detections.map(({ appearance, ...detection }) => ({
      ...detection,
      ...(appearance && { appearance: Float32Array.from(appearance, (value) => value / 1e4) }),
    })),
  };
}
