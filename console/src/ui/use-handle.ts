import type { KeyboardEvent, PointerEvent } from "react";

import type { Point } from "../app/api.ts";

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const LARGE_STEP = 10;

interface HandleOptions {
  /** Where the handle is, in its own coordinates. */
  readonly at: Point;
  /** One arrow key's distance; with Shift ten times that. */
  readonly step: number;
  /** 1 when y grows upwards (plans), -1 when it grows downwards (pictures). */
  readonly up: 1 | -1;
  readonly pointAt: (event: PointerEvent<SVGElement>) => Point | undefined;
  readonly onMove: (point: Point) => void;
  readonly onRemove?: () => void;
}

/** Props that let an SVG element be dragged, moved with arrow keys and removed with Delete. */
export function handleProps(options: HandleOptions) {
  const { at, step, up, pointAt, onMove, onRemove } = options;
  return {
    tabIndex: 0,
    role: "button",
    onClick: (event: React.MouseEvent) => event.stopPropagation(),
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const point = pointAt(event);
      if (point !== undefined) onMove(point);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const arrow = ARROWS[event.key];
      if (arrow !== undefined) {
        event.preventDefault();
        const size = step * (event.shiftKey ? LARGE_STEP : 1);
        onMove([at[0] + arrow[0] * size, at[1] + arrow[1] * size * up]);
      }
      if ((event.key === "Delete" || event.key === "Backspace") && onRemove !== undefined) {
        event.preventDefault();
        onRemove();
      }
    },
  };
}
