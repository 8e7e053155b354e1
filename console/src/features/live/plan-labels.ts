import type { Point } from "../../app/api.ts";

/** Mean advance of a letter at the plan's label size, generous for wide scripts. */
const LETTER_PX = 7;
const WIDE_LETTER_PX = 12;
/** Two names closer than this cannot both be read. */
const NAME_GAP_PX: Point = [42, 13];

/**
 * Name and count of a zone, on one line when it fits the zone's width, else a word to a line, else
 * the count alone. `pxPerM` is the scale of the plan as it opens.
 */
export function zoneLabel(
  zone: { readonly name: string; readonly polygon_m: readonly Point[] },
  count: number,
  pxPerM: number,
): string {
  const xs = zone.polygon_m.map(([x]) => x);
  const roomPx = (Math.max(...xs) - Math.min(...xs)) * pxPerM;
  const line = `${zone.name} · ${count}`;
  if (textWidthPx(line) <= roomPx) return line;
  const words = zone.name.split(" ");
  if (words.every((word) => textWidthPx(word) <= roomPx)) return [...words, count].join("\n");
  return String(count);
}

/** Those of `dots` whose names can be written without covering one another, in their order. */
export function namedDots<Dot extends { readonly positionM: Point }>(
  dots: readonly Dot[],
  pxPerM: number,
): Dot[] {
  const named: Dot[] = [];
  for (const dot of dots) {
    const isFree = named.every(({ positionM: [x, y] }) => {
      const [dx, dy] = [Math.abs(x - dot.positionM[0]), Math.abs(y - dot.positionM[1])];
      return dx * pxPerM > NAME_GAP_PX[0] || dy * pxPerM > NAME_GAP_PX[1];
    });
    if (isFree) named.push(dot);
  }
  return named;
}

function textWidthPx(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x1100 ? WIDE_LETTER_PX : LETTER_PX),
    0,
  );
}
