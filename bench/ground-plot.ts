/** One measured load: what was varied, and the time of one core that a cycle took. */
export interface CostPoint {
  readonly load: number;
  readonly coreMs: number;
}

export interface CostPanel {
  readonly title: string;
  readonly axis: string;
  readonly points: readonly CostPoint[];
}

const PANEL = { width: 460, height: 360, left: 64, right: 20, top: 56, bottom: 56 } as const;
const INK = "#1d2b36";
const LINE = "#0f766e";
const GRID = "#dde3e8";

/** Exponent of the power law nearest to the points: the slope of log cost by log load. */
export function exponentOf(points: readonly CostPoint[]): number {
  const logs = points.map(({ load, coreMs }) => [Math.log(load), Math.log(coreMs)] as const);
  const mean = (axis: 0 | 1): number => logs.reduce((sum, log) => sum + log[axis], 0) / logs.length;
  const [middleX, middleY] = [mean(0), mean(1)];
  const rise = logs.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0);
  return rise / logs.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
}

/** Panels side by side, both axes logarithmic, each with its exponent, as an SVG document. */
export function drawCost(panels: readonly CostPanel[]): string {
  const width = panels.length * PANEL.width;
  const drawn = panels.map((panel, i) => {
    return `<g transform="translate(${i * PANEL.width} 0)">\n${drawPanel(panel)}</g>\n`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.height}" ` +
    `width="${width}" height="${PANEL.height}" font-family="sans-serif" font-size="12" ` +
    `fill="${INK}">\n<rect width="100%" height="100%" fill="#ffffff"/>\n${drawn.join("")}</svg>\n`
  );
}

function drawPanel({ title, axis, points }: CostPanel): string {
  const loads = points.map(({ load }) => load);
  const costs = points.map(({ coreMs }) => coreMs);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const decades = tens(least, most);
  const x = scale(Math.min(...loads), Math.max(...loads), PANEL.left, PANEL.width - PANEL.right);
  const y = scale(decades[0]!, decades.at(-1)!, PANEL.height - PANEL.bottom, PANEL.top);
  const [right, floor] = [PANEL.width - PANEL.right, PANEL.height - PANEL.bottom];
  const levels = decades.map(
    (ms) =>
      `<path d="M${PANEL.left} ${y(ms)}H${right}" stroke="${GRID}"/>\n` +
      `<text x="${PANEL.left - 8}" y="${y(ms) + 4}" text-anchor="end">${ms}</text>\n`,
  );
  const marks = points.map(
    ({ load, coreMs }, i) =>
      `<path d="M${x(load)} ${floor}v5" stroke="${INK}"/>\n` +
      `<text x="${x(load)}" y="${floor + 19}" text-anchor="middle">${load}</text>\n` +
      `<circle cx="${x(load)}" cy="${y(coreMs)}" r="4" fill="${LINE}"/>\n` +
      `<text x="${x(load) + (i === 0 ? 4 : 0)}" y="${y(coreMs) - 10}" ` +
      `text-anchor="${i === 0 ? "start" : i === points.length - 1 ? "end" : "middle"}">` +
      `${round(coreMs)}</text>\n`,
  );
  const path = points.map(({ load, coreMs }) => `${x(load)} ${y(coreMs)}`).join("L");
  const exponent = `cost grows as load to the power of ${exponentOf(points).toFixed(2)}`;
  return (
    `<text x="${PANEL.left}" y="22" font-size="14" font-weight="600">${title}</text>\n` +
    `<text x="${PANEL.left}" y="40" fill="${LINE}">${exponent}</text>\n` +
    levels.join("") +
    `<path d="M${PANEL.left} ${floor}H${right}" stroke="${INK}"/>\n` +
    `<path d="M${path}" fill="none" stroke="${LINE}" stroke-width="2"/>\n` +
    marks.join("") +
    `<text x="${(PANEL.left + right) / 2}" y="${floor + 42}" text-anchor="middle">${axis}</text>\n` +
    `<text transform="translate(16 ${(PANEL.top + floor) / 2}) rotate(-90)" ` +
    `text-anchor="middle">ms of one core per cycle</text>\n`
  );
}

/** Powers of ten around a range. */
function tens(least: number, most: number): number[] {
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const count = Math.max(2, high - low + 1);
  return Array.from({ length: count }, (_, i) => Number((10 ** (low + i)).toPrecision(1)));
}

function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  const share = (value: number): number => Math.log(value / from) / Math.log(to / from);
  return (value) => Math.round(10 * (start + share(value) * (end - start))) / 10;
}

function round(ms: number): string {
  return ms.toPrecision(ms >= 10 ? 3 : 2);
}
