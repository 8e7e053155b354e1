import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Floor, Point, Zone } from "../../app/api.ts";
import {
  clampToFloor,
  drawingPoints,
  PlanBase,
  planPointAt,
  toDrawing,
} from "../../ui/plan-base.tsx";
import { handleProps } from "../../ui/use-handle.ts";
import type { ZoneDraft } from "./floor-editor.tsx";
import { moveCorner, removeCorner, splitEdge } from "./polygon.ts";

interface ZoneCanvasProps {
  readonly floor: Floor;
  readonly planUrl: string | undefined;
  readonly zones: readonly Zone[];
  readonly draft: ZoneDraft | undefined;
  readonly onChange: (draft: ZoneDraft) => void;
  /** Absent for people who may only look. */
  readonly onChoose: ((zone: Zone) => void) | undefined;
}

/** The plan with its zones; the drafted one has corners that move and edges that take a corner. */
export function ZoneCanvas({ floor, planUrl, zones, draft, onChange, onChoose }: ZoneCanvasProps) {
  const { t } = useTranslation();
  const svgRef = useRef<SVGSVGElement>(null);
  const others = zones.filter((zone) => zone.zone_id !== draft?.zone_id);
  return (
    <div className="zone-canvas">
      <PlanBase
        floor={floor}
        planUrl={planUrl}
        svgRef={svgRef}
        role="group"
        aria-label={t("zones.planOf", { floor: floor.name })}
      >
        {others.map((zone) => (
          <g
            key={zone.zone_id}
            onClick={() => draft === undefined && onChoose?.(zone)}
            style={{ cursor: onChoose === undefined ? "default" : "pointer" }}
          >
            <ZoneShape floor={floor} zone={zone} />
          </g>
        ))}
        {draft !== undefined && (
          <>
            <ZoneShape floor={floor} zone={draft} />
            <EdgeHandles floor={floor} draft={draft} onChange={onChange} />
            <CornerHandles
              floor={floor}
              draft={draft}
              onChange={onChange}
              pointAt={(event) =>
                svgRef.current === null ? undefined : planPointAt(svgRef.current, floor, event)
              }
            />
          </>
        )}
      </PlanBase>
    </div>
  );
}

function ZoneShape({ floor, zone }: { readonly floor: Floor; readonly zone: Zone | ZoneDraft }) {
  const color = zone.color ?? "var(--wb-accent)";
  const middle = zone.polygon_m.reduce<Point>(
    (sum, [x, y]) => [sum[0] + x / zone.polygon_m.length, sum[1] + y / zone.polygon_m.length],
    [0, 0],
  );
  const [x, y] = toDrawing(floor, middle);
  return (
    <>
      <polygon
        className="plan-zone"
        points={drawingPoints(floor, zone.polygon_m)}
        style={{ fill: color, stroke: color }}
      />
      <text className="plan-label" x={x} y={y}>
        {zone.name}
      </text>
    </>
  );
}

interface HandlesProps {
  readonly floor: Floor;
  readonly draft: ZoneDraft;
  readonly onChange: (draft: ZoneDraft) => void;
}

function CornerHandles({
  floor,
  draft,
  onChange,
  pointAt,
}: HandlesProps & {
  readonly pointAt: (event: React.PointerEvent<SVGElement>) => Point | undefined;
}) {
  const { t } = useTranslation();
  const unit = Math.max(floor.width_m, floor.height_m) / 100;
  const change = (polygon_m: Point[]) => onChange({ ...draft, polygon_m });
  return draft.polygon_m.map((corner, at) => {
    const [x, y] = toDrawing(floor, corner);
    const handle = handleProps({
      at: corner,
      step: 0.1,
      up: 1,
      pointAt,
      onMove: (to) => change(moveCorner(draft.polygon_m, at, clampToFloor(floor, to))),
      onRemove: () => change(removeCorner(draft.polygon_m, at)),
    });
    return (
      <g
        key={at}
        className="zone-corner"
        aria-label={t("zones.corner", { number: at + 1, x: corner[0], y: corner[1] })}
        {...handle}
        onDoubleClick={() => change(removeCorner(draft.polygon_m, at))}
      >
        <circle cx={x} cy={y} r={unit * 3} className="zone-corner-area" />
        <circle cx={x} cy={y} r={unit * 1.3} className="zone-corner-dot" />
      </g>
    );
  });
}

function EdgeHandles({ floor, draft, onChange }: HandlesProps) {
  const { t } = useTranslation();
  const unit = Math.max(floor.width_m, floor.height_m) / 100;
  return draft.polygon_m.map((from, at) => {
    const to = draft.polygon_m[(at + 1) % draft.polygon_m.length] ?? from;
    const [x, y] = toDrawing(floor, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
    const split = () => onChange({ ...draft, polygon_m: splitEdge(draft.polygon_m, at) });
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
