import { percentile } from "./harness/index.ts";
import type { EndCount, PlanTime } from "./roadblocks.ts";

const INK = "#1d2b36";
const GRID = "#dde3e8";
const COLOURS = { caught: "#0f766e", contained: "#5eaaa2", escaped: "#d97757" } as const;
const ENDS = ["caught", "contained", "escaped"] as const;

const ROW = { height: 26, left: 330, width: 460, top: 60 } as const;

/** One bar per map and policy: how its chases ended, as an SVG document. */
export function drawEnds(counts: readonly EndCount[]): string {
  const bars = counts.map(({ map, policy, ends }, row) => {
    const y = ROW.top + row * ROW.height;
    const total = ENDS.reduce((sum, end) => sum + ends[end], 0);
    let x: number = ROW.left;
    const parts = ENDS.map((end) => {
      const width = (ends[end] / total) * ROW.width;
      const part =
        `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="18" ` +
        `fill="${COLOURS[end]}"/>\n`;
      const share = Math.round((100 * ends[end]) / total);
      const label =
        width < 24
          ? ""
          : `<text x="${(x + 4).toFixed(1)}" y="${y + 13}" fill="#fff">${share} %</text>\n`;
      x += width;
      return part + label;
    });
    const name = `${map}: ${policy}`;
    return `<text x="${ROW.left - 8}" y="${y + 13}" text-anchor="end">${name}</text>\n${parts.join("")}`;
  });
  const legend = ENDS.map(
    (end, i) =>
      `<rect x="${ROW.left + i * 110}" y="30" width="12" height="12" fill="${COLOURS[end]}"/>\n` +
      `<text x="${ROW.left + 18 + i * 110}" y="41">${end}</text>\n`,
  );
  const [first] = counts;
  const chases = first === undefined ? 0 : ENDS.reduce((sum, end) => sum + first.ends[end], 0);
  const title = `<text x="${ROW.left}" y="20">${chases} seeded chases per row, 8 units</text>\n`;
  const height = ROW.top + counts.length * ROW.height + 16;
  return page(ROW.left + ROW.width + 20, height, title + legend.join("") + bars.join(""));
}

/** p50 and p99 per plan, as an SVG document. */
export function drawTimes(times: readonly PlanTime[]): string {
  const most = Math.max(...times.map(({ planMs }) => percentile(planMs, 0.99)));
  const rows = times.map(({ nodes, units, planMs }, row) => {
    const y = ROW.top + row * ROW.height;
    const [p50, p99] = [percentile(planMs, 0.5), percentile(planMs, 0.99)];
    const width = (ms: number): string => ((ms / most) * (ROW.width - 120)).toFixed(1);
    return (
      `<text x="${ROW.left - 8}" y="${y + 13}" text-anchor="end">${nodes} nodes, ${units} ` +
      `vehicles</text>\n` +
      `<rect x="${ROW.left}" y="${y}" width="${width(p99)}" height="18" fill="${GRID}"/>\n` +
      `<rect x="${ROW.left}" y="${y}" width="${width(p50)}" height="18" fill="${COLOURS.caught}"/>\n` +
      `<text x="${ROW.left + Number(width(p99)) + 6}" y="${y + 13}">${p50.toFixed(1)} / ` +
      `${p99.toFixed(1)} ms</text>\n`
    );
  });
  const title = `<text x="${ROW.left}" y="41">time per plan, p50 / p99</text>\n`;
  const height = ROW.top + times.length * ROW.height + 16;
  return page(ROW.left + ROW.width + 20, height, title + rows.join(""));
}

function page(width: number, height: number, content: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" font-family="sans-serif" font-size="12" fill="${INK}">\n` +
    `<rect width="100%" height="100%" fill="#ffffff"/>\n${content}</svg>\n`
  );
}
