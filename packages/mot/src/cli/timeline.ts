import { scoreClear } from "../eval/index.ts";
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
const ROW_HEIGHT = 6;
const TITLE_HEIGHT = 24;
const MARGIN = 12;
/** Turns neighbouring numbers into distant hues: 360 degrees times the golden ratio. */
const HUE_STEP_DEG = 222.49;

/**
 * An SVG picture of who held whom: a band per tracker, a row per true identity, a coloured bar for
 * each stretch of frames in which one result identity matched it, grey where it was there unmatched.
 * A change of colour in a row is an identity switch.
 */
export function drawTimeline(lanes: readonly TimelineLane[]): string {
  let top = MARGIN;
  const bands = lanes.map((lane) => {
    const band = drawLane(lane, top);
    top += TITLE_HEIGHT + lane.sequence.truthIds * ROW_HEIGHT + MARGIN;
    return band;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" ` +
    `width="${WIDTH}" height="${top}" font-family="sans-serif" font-size="13">\n` +
    `<rect width="100%" height="100%" fill="#ffffff"/>\n${bands.join("")}</svg>\n`
  );
}

function drawLane({ label, sequence }: TimelineLane, top: number): string {
  const scale = (WIDTH - 2 * MARGIN) / Math.max(1, sequence.frames.length);
  const matched: Stretch[] = [];
  const scores = scoreClear(sequence, (frame, truth, result) => {
    extend(matched, { truth, result, from: frame, to: frame });
  });
  const present: Stretch[] = [];
  sequence.frames.forEach((frame, index) => {
    for (const truth of frame.truth) extend(present, { truth, result: 0, from: index, to: index });
  });
  const bar = ({ truth, from, to }: Stretch, colour: string, height: number): string => {
    const x = (MARGIN + from * scale).toFixed(1);
    const y = top + TITLE_HEIGHT + truth * ROW_HEIGHT + (ROW_HEIGHT - height) / 2;
    const width = ((to - from + 1) * scale).toFixed(1);
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>\n`;
  };
  const title = `${label}: ${scores.idSwitches} switches, ${scores.fragmentations} interruptions`;
  return (
    `<text x="${MARGIN}" y="${top + 14}">${escapeText(title)}</text>\n` +
    present.map((stretch) => bar(stretch, "#d9d9d9", 1)).join("") +
    matched.map((stretch) => bar(stretch, colourOf(stretch.result), ROW_HEIGHT - 1)).join("")
  );
}

/** Lengthens the row's latest stretch by a frame, or opens a new one. */
function extend(stretches: Stretch[], next: Stretch): void {
  const last = stretches.findLast((stretch) => stretch.truth === next.truth);
  if (last !== undefined && last.result === next.result && last.to === next.from - 1) {
    last.to = next.to;
  } else stretches.push(next);
}

function colourOf(result: number): string {
  return `hsl(${((result * HUE_STEP_DEG) % 360).toFixed(0)} 65% ${result % 2 === 0 ? 45 : 60}%)`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
