import { useState } from "react";
import { useTranslation } from "react-i18next";

import { drawingPoints, PlanBase, toDrawing } from "../../ui/plan-base.tsx";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { useAnimation } from "../../ui/use-animation.ts";
import { identityLabel } from "./identity-label.ts";
import type { PlanDot } from "./plan-motion.ts";
import { cameraViews, labelPoint, type PlanScene } from "./plan-scene.ts";

/** The same plan for browsers without WebGL 2, without panning and zooming. */
export function PlanFallback(scene: PlanScene) {
  const { floor, zones, counts, cameras, planUrl, motion, onPick } = scene;
  const { t } = useTranslation();
  const [dots, setDots] = useState<readonly PlanDot[]>([]);
  useAnimation(() => setDots(motion.dotsAt(floor.floor_id, Date.now())));
  const unit = Math.max(floor.width_m, floor.height_m) / 100;
  return (
    <PlanBase
      floor={floor}
      planUrl={planUrl}
      role="img"
      aria-label={t("live.planOf", { floor: floor.name, count: dots.length })}
    >
      {cameraViews(cameras).map((view) => (
        <polygon
          key={view.code}
          className="plan-view-area"
          points={drawingPoints(floor, view.polygonM)}
        />
      ))}
      {zones.map((zone) => {
        const [x, y] = toDrawing(floor, labelPoint(zone.polygon_m));
        const color = zone.color ?? "var(--wb-accent)";
        return (
          <g key={zone.zone_id}>
            <polygon
              className="plan-zone"
              points={drawingPoints(floor, zone.polygon_m)}
              style={{ fill: color, stroke: color }}
            />
            <text
              className="plan-label"
              x={x}
              y={y}
            >{`${zone.name} · ${counts.get(zone.zone_id) ?? 0}`}</text>
          </g>
        );
      })}
      {dots.map((dot) => {
        const [x, y] = toDrawing(floor, dot.positionM);
        const color = cssColor(identityColor(dot.who), dot.opacity);
        return (
          <g
            key={dot.key}
            className={dot.who.subject_id === null ? undefined : "plan-dot"}
            onClick={() => onPick(dot.who.subject_id)}
          >
            <polyline
              points={drawingPoints(floor, dot.trailM)}
              fill="none"
              stroke={color}
              strokeOpacity={0.6}
              strokeWidth={unit * 0.7}
              strokeLinejoin="round"
            />
            <circle
              cx={x}
              cy={y}
              r={unit * 1.5}
              fill={color}
              stroke="var(--wb-panel)"
              strokeWidth={unit * 0.4}
            />
            <text className="plan-label" x={x} y={y - unit * 3}>
              {identityLabel(dot.who)}
            </text>
          </g>
        );
      })}
    </PlanBase>
  );
}
