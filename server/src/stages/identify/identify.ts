import type { IdentifyStage } from "../../pipeline/contract.ts";

export interface SubjectOfTrack {
  /** Uuid of the subject row. */
  readonly subjectId: string;
  /** As clients see it. */
  readonly globalId: string;
}

/** @param bindings finds the subject a track was tied to; undefined while nobody is sure */
export function createIdentify(bindings: {
  subjectOf(trackId: string): SubjectOfTrack | undefined;
}): IdentifyStage {
  return {
    identify(frame) {
      const boxes = frame.boxes.map((box) => {
        const subject = bindings.subjectOf(box.trackId);
        return {
          ...box,
          subjectId: subject?.subjectId ?? null,
          globalId: subject?.globalId ?? null,
          subjectPositionM: null,
        };
      });
      return { ...frame, boxes };
    },
    hold: () => undefined,
  };
}
