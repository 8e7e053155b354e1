import { TRACKER_NAMES } from "../create-tracker.ts";

/** A command line that cannot be obeyed; the process ends with code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `mot: multi-object tracking over MOTChallenge text files

  mot run --detections det.txt --out res.txt [--tracker NAME] [--fps N] [--seen-only]
      Tracks the detections and writes the result. With --seen-only, predicted places of
      hidden things are left out.
  mot eval --gt gt.txt --results res.txt [--visibility N] [--json]
      Scores a result after the challenge's preprocessing.
  mot eval --world --gt gt.txt --results res.txt [--distance N] [--json]
      Scores tracks on a plan, lines of frame,id,x,y in metres. Places N metres apart are
      nothing alike (2 when absent); a match needs half of that or less.
  mot compare --gt gt.txt [--detections det.txt] [--results res.txt]... [--tracker NAME]...
              [--fps N] [--svg timeline.svg]
      Scores trackers and results side by side; the picture shows, for each true identity,
      which result identity held it when.

  NAME is one of ${TRACKER_NAMES.join(", ")}; N frames per second, 30 when absent.
`;
