import type { RefObject } from "react";
import { useTranslation } from "react-i18next";

import type { Floor, Point } from "../../app/api.ts";
import { clampToFloor, planPointAt, toDrawing } from "../../ui/plan-base.tsx";
import { handleProps } from "../../ui/use-handle.ts";
import { type LineShape, moveCorner, removeCorner, splitEdge } from "./polygon.ts";

interface LineHandlesProps {
  readonly floor: Floor;
  /** Corners in metres. */
  readonly line: readonly Point[];
  readonly shape: LineShape;
  readonly svgRef: RefObject<SVGSVGElement | null>;
  readonly onChange: (line: Point[]) => void;
}

/** Corners that move and edges that take a corner, for a zone or a wall on the plan. */
export function LineHandles(props: LineHandlesProps) {
  return (
    <>
      <EdgeHandles {...props} />
      <CornerHandles {...props} />
    </>
  );
}

function CornerHandles({ floor, line, shape, svgRef, onChange }: LineHandlesProps) {
  const { t } = useTranslation();
  const unit = Math.max(floor.width_m, floor.height_m) / 100;
  return line.map((corner, at) => {
    const [x, y] = toDrawing(floor, corner);
    const remove = () => onChange(removeCorner(line, at, shape));
    const handle = handleProps({
      at: corner,
      step: 0.1,
      up: 1,
      pointAt: (event) =>
        svgRef.current === null ? undefined : planPointAt(svgRef.current, floor, event),
      onMove: (to) => onChange(moveCorner(line, at, clampToFloor(floor, to))),
      onRemove: remove,
    });
    return (
      <g
        key={at}
        className="zone-corner"
        aria-label={t("zones.corner", { number: at + 1, x: corner[0], y: corner[1] })}
        {...handle}
        onDoubleClick={remove}
      >
        <circle cx={x} cy={y} r={unit * 3} className="zone-corner-area" />
        <circle cx={x} cy={y} r={unit * 1.3} className="zone-corner-dot" />
      </g>
    );
  });
}

function EdgeHandles({ floor, line, shape, onChange }: LineHandlesProps) {
  const { t } = useTranslation();
  const unit = Math.max(floor.width_m, floor.height_m) / 100;
  const starts = shape.isClosed ? line : line.slice(0, -1);
  return starts.map((from, at) => {
    const to = line[(at + 1) % line.length] ?? from;
    const [x, y] = toDrawing(floor, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
    const split = () => onChange(splitEdge(line, at));
    return (
      <g
        key={at}
        className="zone-edge"
        role="button"
        tabIndex={0}
        aria-label={t("zones.addCorner", { number: at + 1 })}
        onClick={split}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            split();
          }
        }}
      >
        <circle cx={x} cy={y} r={unit * 2.2} className="zone-corner-area" />
        <path d={`M${x - unit} ${y}H${x + unit}M${x} ${y - unit}V${y + unit}`} />
      </g>
    );
  });
}
