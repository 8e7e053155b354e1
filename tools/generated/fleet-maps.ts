import { join } from "node:path";
import sharp from "sharp";
import { buildShippedMap, SHIPPED_MAPS } from "../../server/src/features/fleet/maps/index.ts";

/** Draws the maps that come with the product into `docs/fleet-maps.png`; red: roads out of the map. */
const ROOT = new URL("../../", import.meta.url).pathname;
const HEIGHT_PX = 420;
const GAP_PX = 12;

const pictures = SHIPPED_MAPS.map((shipped) => {
  const { graph, polygons } = buildShippedMap(shipped);
  const [left, right] = [Math.min(...graph.nodeXM) - 40, Math.max(...graph.nodeXM) + 40];
  const [bottom, top] = [Math.min(...graph.nodeYM) - 40, Math.max(...graph.nodeYM) + 40];
  const scale = HEIGHT_PX / (top - bottom);
  const outline = polygons
    .flat()
    .map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)} ${(-y).toFixed(1)}`).join("L")}Z`)
    .join("");
  const exits = Array.from(graph.exit, (exit, node) =>
    exit === 1
      ? `<circle cx="${graph.nodeXM[node]}" cy="${-graph.nodeYM[node]!}" r="${5 / scale}" fill="#c2302e"/>`
      : "",
  );
  const widthPx = Math.round((right - left) * scale);
  const view = `${left} ${-top} ${right - left} ${top - bottom}`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${HEIGHT_PX}" viewBox="${view}">` +
    `<rect x="${left}" y="${-top}" width="${right - left}" height="${top - bottom}" fill="#f1ece2"/>` +
    `<path d="${outline}" fill="#596273" fill-rule="evenodd"/>${exits.join("")}</svg>`;
  return { input: Buffer.from(svg), widthPx };
});

let left = 0;
const layers = pictures.map(({ input, widthPx }) => {
  const layer = { input, left, top: 0 };
  left += widthPx + GAP_PX;
  return layer;
});
const size = {
  width: left - GAP_PX,
  height: HEIGHT_PX,
  channels: 3,
  background: "#ffffff",
} as const;
await sharp({ create: size })
  .composite(layers)
  .png({ palette: true, colours: 32, compressionLevel: 9 })
  .toFile(join(ROOT, "docs/fleet-maps.png"));
