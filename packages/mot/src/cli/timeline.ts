import { scoreClear, scoreHota, scoreIdentity } from "../eval/index.ts";
import type { ScoredSequence } from "../eval/index.ts";

/** One tracker's band in the picture. */
export interface TimelineLane {
  readonly label: string;
  readonly sequence: ScoredSequence;
}

interface Stretch {
  readonly truth: number;
  readonly result: number;
  readonly from: number;
  to: number;
}

const WIDTH = 1200;
const MARGIN = 16;
/** Room for the number of a row. */
const GUTTER = 28;
const TITLE_HEIGHT = 26;
const AXIS_HEIGHT = 24;
const LEGEND_HEIGHT = 30;
/** Rows are as tall as a band of this height allows, within these. */
const BAND_HEIGHT = 160;
const ROW_HEIGHT = { min: 6, max: 16 } as const;
/** Rows lower than this are too close for numbers. */
const NUMBERED_HEIGHT_MIN = 10;
const TICKS_MAX = 12;
/** Turns neighbouring numbers into distant hues: 360 degrees times the golden ratio. */
const HUE_STEP_DEG = 222.49;
const INK = "#1d2b36";
const SOFT = "#66747f";
const PRESENT = "#cfd6db";
const GRID = "#eef1f3";

/**
 * An SVG picture of who held whom: a band per tracker, a row per true identity, a coloured bar for
 * each stretch of frames in which one result identity matched it, a thin line where it was there
 * unmatched. A dark edge marks an identity switch; every bar tells its frames when pointed at.
 */
export function drawTimeline(lanes: readonly TimelineLane[]): string {
  let top = LEGEND_HEIGHT;
  const bands = lanes.map((lane) => {
    const { truthIds } = lane.sequence;
    const room = Math.floor(BAND_HEIGHT / Math.max(1, truthIds));
    const rowHeight = Math.max(ROW_HEIGHT.min, Math.min(ROW_HEIGHT.max, room));
    const band = drawLane(lane, { top, rowHeight });
    top += TITLE_HEIGHT + truthIds * rowHeight + AXIS_HEIGHT + MARGIN;
    return band;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" ` +
    `width="${WIDTH}" height="${top}" font-family="sans-serif" font-size="13" fill="${INK}">\n` +
    `<rect width="100%" height="100%" fill="#ffffff"/>\n${legend()}${bands.join("")}</svg>\n`
  );
}

function legend(): string {
  const [x, y] = [MARGIN + GUTTER, LEGEND_HEIGHT / 2];
  const text = (at: number, words: string): string =>
    `<text x="${at}" y="${y + 4}" font-size="11" fill="${SOFT}">${words}</text>\n`;
  return (
    rect({ x, y: y - 4, width: 24, height: 8 }, colourOf(0)) +
    text(x + 30, "a row is a true identity, a colour the result identity that matched it") +
    rect({ x: x + 430, y: y - 0.5, width: 24, height: 1 }, PRESENT) +
    text(x + 460, "there, but unmatched") +
    rect({ x: x + 600, y: y - 4, width: 12, height: 8 }, colourOf(1)) +
    rect({ x: x + 612, y: y - 4, width: 12, height: 8 }, colourOf(2)) +
    rect({ x: x + 611, y: y - 6, width: 2, height: 12 }, INK) +
    text(x + 630, "identity switch")
  );
}

interface Place {
  readonly top: number;
  readonly rowHeight: number;
}

function drawLane({ label, sequence }: TimelineLane, { top, rowHeight }: Place): string {
  const frames = sequence.frames.length;
  const left = MARGIN + GUTTER;
  const scale = (WIDTH - left - MARGIN) / Math.max(1, frames);
  const first = top + TITLE_HEIGHT;
  const { matched, present, title } = stretchesOf(sequence);
  const rowOf = ({ truth, from, to }: Stretch, height: number) => ({
    x: left + from * scale,
    y: first + truth * rowHeight + (rowHeight - height) / 2,
    width: (to - from + 1) * scale,
    height,
  });
  const bars = matched.map((stretch) => {
    const told = `identity ${stretch.truth + 1} held by ${stretch.result + 1}, `;
    const hint = `${told}frames ${stretch.from + 1} to ${stretch.to + 1}`;
    return rect(rowOf(stretch, rowHeight - 2), colourOf(stretch.result), hint);
  });
  const switches = switchesOf(matched).map((stretch) => {
    const { x, y, height } = rowOf(stretch, rowHeight);
    return rect({ x: x - 1, y, width: 2, height }, INK);
  });
  const numbers = Array.from({ length: sequence.truthIds }, (_, truth) => {
    const y = first + (truth + 0.5) * rowHeight + 3.5;
    return `<text x="${left - 8}" y="${y}" font-size="10" fill="${SOFT}" text-anchor="end">${truth + 1}</text>\n`;
  });
  return (
    `<text x="${left}" y="${top + 16}"><tspan font-weight="600">${escapeText(label)}</tspan>` +
    `<tspan dx="14" fill="${SOFT}">${title}</tspan></text>\n` +
    axis({ frames, left, scale, top: first, height: sequence.truthIds * rowHeight }) +
    present.map((stretch) => rect(rowOf(stretch, 1), PRESENT)).join("") +
    bars.join("") +
    switches.join("") +
    (rowHeight >= NUMBERED_HEIGHT_MIN ? numbers.join("") : "")
  );
}

function stretchesOf(sequence: ScoredSequence) {
  const matched: Stretch[] = [];
  const { mota, idSwitches, fragmentations } = scoreClear(sequence, (frame, truth, result) => {
    extend(matched, { truth, result, from: frame, to: frame });
  });
  const present: Stretch[] = [];
  sequence.frames.forEach((frame, index) => {
    for (const truth of frame.truth) extend(present, { truth, result: 0, from: index, to: index });
  });
  const percent = (share: number): string => (share * 100).toFixed(1);
  const title =
    `HOTA ${percent(scoreHota(sequence).hota)}, IDF1 ${percent(scoreIdentity(sequence).idf1)}, ` +
    `MOTA ${percent(mota)}: ${idSwitches} switches, ${fragmentations} interruptions`;
  return { matched, present, title };
}

/** Stretches whose row was held by another identity before. */
function switchesOf(matched: readonly Stretch[]): Stretch[] {
  const latest = new Map<number, number>();
  return matched.filter(({ truth, result }) => {
    const before = latest.get(truth);
    latest.set(truth, result);
    return before !== undefined && before !== result;
  });
}

interface Axis {
  readonly frames: number;
  readonly left: number;
  readonly scale: number;
  readonly top: number;
  readonly height: number;
}

/** Upright lines at round frame numbers, the first and last tick within the picture. */
function axis({ frames, left, scale, top, height }: Axis): string {
  const step = roundStep(frames / TICKS_MAX);
  const ticks = Array.from({ length: Math.floor(frames / step) + 1 }, (_, i) => i * step);
  return ticks
    .map((frame) => {
      const x = (left + frame * scale).toFixed(1);
      const name = frame === 0 ? "frame 0" : String(frame);
      return (
        `<path d="M${x} ${top}V${top + height + 4}" stroke="${GRID}"/>\n` +
        `<text x="${x}" y="${top + height + 16}" font-size="10" fill="${SOFT}" ` +
        `text-anchor="${frame === 0 ? "start" : "middle"}">${name}</text>\n`
      );
    })
    .join("");
}

/** The next of 1, 2, 5, 10, 20 .. that is not smaller. */
function roundStep(least: number): number {
  const ten = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, least))));
  return [1, 2, 5, 10].map((digit) => digit * ten).find((step) => step >= least) ?? 10 * ten;
}

/** Lengthens the row's latest stretch by a frame, or opens a new one. */
function extend(stretches: Stretch[], next: Stretch): void {
  const last = stretches.findLast((stretch) => stretch.truth === next.truth);
  if (last !== undefined && last.result === next.result && last.to === next.from - 1) {
    last.to = next.to;
  } else stretches.push(next);
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function rect({ x, y, width, height }: Rect, fill: string, hint?: string): string {
  const sides = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height}"`;
  if (hint === undefined) return `<rect ${sides} fill="${fill}"/>\n`;
  return `<rect ${sides} fill="${fill}"><title>${hint}</title></rect>\n`;
}

function colourOf(result: number): string {
  return `hsl(${((result * HUE_STEP_DEG) % 360).toFixed(0)} 65% ${result % 2 === 0 ? 45 : 60}%)`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
