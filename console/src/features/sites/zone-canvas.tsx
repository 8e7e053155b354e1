import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Floor, Point, Zone } from "../../app/api.ts";
import { drawingPoints, PlanBase, toDrawing } from "../../ui/plan-base.tsx";
import type { ZoneDraft } from "./floor-editor.tsx";
import { LineHandles } from "./line-handles.tsx";
import { ZONE_SHAPE } from "./polygon.ts";

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
            <LineHandles
              floor={floor}
              line={draft.polygon_m}
              shape={ZONE_SHAPE}
              svgRef={svgRef}
              onChange={(polygon_m) => onChange({ ...draft, polygon_m })}
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
