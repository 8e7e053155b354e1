import type { PixelMeasures } from "../judgement.ts";
import type { PictureHead } from "../picture-file.ts";

export interface JudgeRequest {
  readonly requestId: number;
  readonly path: string;
}

export type JudgeReply =
  | {
      readonly requestId: number;
      readonly type: "measured";
      readonly head: PictureHead;
      readonly measures: PixelMeasures;
      /** JPEG, upright, without metadata. */
      readonly thumbnail: Uint8Array;
    }
  | {
      readonly requestId: number;
      readonly type: "failed";
      readonly isPicturesFault: boolean;
      readonly message: string;
    };
