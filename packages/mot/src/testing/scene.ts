import { seededRandom } from "../core/random.ts";
import type { Detection, TrackerFrame } from "../tracker.ts";

export interface SceneOptions {
  readonly seed?: number;
  readonly frames: number;
  readonly things: number;
  readonly frameMs?: number;
  /** Share of detections that go missing. */
  readonly missing?: number;
}

/** A detection that knows the truth, for tests. */
export interface SceneFrame extends TrackerFrame {
  /** True identity per box. */
  readonly truth: readonly number[];
}

const WIDTH = 1920;
const HEIGHT = 1080;

/** People walking straight at 20 to 80 px/s through a picture, boxes off by a pixel or two. */
export function walkingScene(options: SceneOptions): SceneFrame[] {
  const random = seededRandom(options.seed ?? 1);
  const frameMs = options.frameMs ?? 40;
  const things = Array.from({ length: options.things }, () => ({
    x: random() * WIDTH,
    y: HEIGHT * (0.3 + 0.6 * random()),
    vx: (random() - 0.5) * 160,
    vy: (random() - 0.5) * 20,
    height: 80 + 120 * random(),
  }));
  return Array.from({ length: options.frames }, (_, frame) => {
    const boxes: Detection[] = [];
    const truth: number[] = [];
    things.forEach((thing, id) => {
      const x = thing.x + (thing.vx * frame * frameMs) / 1000 + 2 * random();
      const y = thing.y + (thing.vy * frame * frameMs) / 1000 + 2 * random();
      const score = 0.75 + 0.25 * random();
      if (random() < (options.missing ?? 0)) return;
      boxes.push({ box: [x, y - thing.height, x + thing.height * 0.4, y], score });
      truth.push(id);
    });
    return { timeMs: frame * frameMs, boxes, truth };
  });
}

/** FNV-1a over text: a golden run in one number. */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
