/** Where a photo comes from. Instants are ISO texts, boxes pixels `[x1,y1,x2,y2]` of the source. */
export type PhotoOrigin =
  | { readonly kind: "upload" }
  | { readonly kind: "burst"; readonly frames: number; readonly chosenBy: "contract" | "smart" }
  | {
      readonly kind: "camera";
      readonly cameraId: string;
      readonly cameraCode: string;
      readonly capturedAt: string;
      readonly boxPx: readonly [number, number, number, number] | null;
    }
  | {
      readonly kind: "subject";
      readonly subjectId: string | null;
      readonly globalId: string | null;
      readonly pictureId: string;
      readonly trackId: string;
      readonly cameraId: string;
      readonly capturedAt: string;
      /** The day (UTC) of which it is the subject's best picture; null when somebody picked it. */
      readonly bestOfDay: string | null;
    };
