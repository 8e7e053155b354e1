import type { Point } from "../../app/api.ts";

/** Mean advance of a letter at the plan's label size, generous for wide scripts. */
const LETTER_PX = 7;
const WIDE_LETTER_PX = 12;
/** Two names closer than this cannot both be read. */
const NAME_GAP_PX: Point = [42, 13];

const LINE_PX = 15;

/**
 * Name and count of a zone, on one line when it fits into the zone, else a word to a line, else the
 * count alone. `pxPerM` is the scale of the plan as it opens.
 */
export function zoneLabel(
  zone: { readonly name: string; readonly polygon_m: readonly Point[] },
  count: number,
  pxPerM: number,
): string {
  const room = [0, 1].map((axis) => {
    const sides = zone.polygon_m.map((point) => point[axis as 0 | 1]);
    return (Math.max(...sides) - Math.min(...sides)) * pxPerM;
  });
  const words = `${zone.name} · ${count}`.split(" ");
  const [last, dot, ...before] = words.toReversed();
  const choices = [
    [words.join(" ")],
    [zone.name, String(count)],
    [...before.slice(1).toReversed(), `${before[0]} ${dot} ${last}`],
    [...before.toReversed(), String(count)],
  ];
  const fits = (lines: readonly string[]) =>
    lines.length * LINE_PX <= room[1]! && lines.every((line) => textWidthPx(line) <= room[0]!);
  return (choices.find(fits) ?? [String(count)]).join("\n");
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
