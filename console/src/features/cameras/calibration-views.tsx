import { Skeleton } from "@mantine/core";
import { type MouseEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Floor, Point } from "../../app/api.ts";
import {
  clampToFloor,
  drawingPoints,
  PlanBase,
  planPointAt,
  toDrawing,
} from "../../ui/plan-base.tsx";
import { handleProps } from "../../ui/use-handle.ts";
import type { DraftPair, Side } from "./calibration-points.ts";

interface PointsProps {
  readonly drafts: readonly DraftPair[];
  readonly onPlace: (side: Side, point: Point) => void;
  readonly onMove: (id: number, change: Partial<Pick<DraftPair, Side>>) => void;
}

interface PicturePointsProps extends PointsProps {
  readonly url: string | undefined;
  readonly sizePx: Point | undefined;
  readonly onSize: (size: Point) => void;
}

/** The camera's picture; a click sets a point in pixels of the original frame. */
export function PicturePoints({
  drafts,
  onPlace,
  onMove,
  url,
  sizePx,
  onSize,
}: PicturePointsProps) {
  const { t } = useTranslation();
  const svgRef = useRef<SVGSVGElement>(null);
  if (url === undefined) return <Skeleton style={{ aspectRatio: "16 / 9" }} height="auto" />;
  const [width, height] = sizePx ?? [16, 9];
  const at = (event: { clientX: number; clientY: number }): Point | undefined => {
    const matrix = svgRef.current?.getScreenCTM();
    if (!matrix) return undefined;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return clampTo([width, height], [point.x, point.y]);
  };
  return (
    <div className="calibrator-picture" style={{ aspectRatio: `${width} / ${height}` }}>
      <img
        src={url}
        alt=""
        onLoad={(event) =>
          onSize([event.currentTarget.naturalWidth, event.currentTarget.naturalHeight])
        }
      />
      {sizePx !== undefined && (
        // Keyboard users add a point in the table below and move it here with the arrow keys.
        <svg
          ref={svgRef}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={t("calibrate.picture")}
          onClick={(event: MouseEvent) => {
            const point = at(event);
            if (point) onPlace("imagePx", point);
          }}
        >
          {drafts.map(
            ({ id, imagePx }, index) =>
              imagePx !== undefined && (
                <Marker
                  key={id}
                  name={index + 1}
                  x={imagePx[0]}
                  y={imagePx[1]}
                  unit={width / 100}
                  label={t("calibrate.pointOnPicture", { name: index + 1 })}
                  handle={handleProps({
                    at: imagePx,
                    step: 1,
                    up: -1,
                    pointAt: at,
                    onMove: (point) => onMove(id, { imagePx: clampTo([width, height], point) }),
                  })}
                />
              ),
          )}
        </svg>
      )}
    </div>
  );
}

interface PlanPointsProps extends PointsProps {
  readonly floor: Floor;
  readonly planUrl: string | undefined;
  /** The picture's grid as it lies on the plan, in metres. */
  readonly grid: readonly (readonly Point[])[];
}

/** The floor's plan; a click sets a point in metres. The grid shows where the picture would lie. */
export function PlanPoints({ drafts, onPlace, onMove, floor, planUrl, grid }: PlanPointsProps) {
  const { t } = useTranslation();
  const svgRef = useRef<SVGSVGElement>(null);
  const at = (event: { clientX: number; clientY: number }) =>
    svgRef.current === null ? undefined : planPointAt(svgRef.current, floor, event);
  return (
    <PlanBase
      floor={floor}
      planUrl={planUrl}
      svgRef={svgRef}
      role="group"
      aria-label={t("calibrate.plan", { floor: floor.name })}
      onClick={(event) => {
        const point = at(event);
        if (point) onPlace("planM", point);
      }}
      cursor="crosshair"
    >
      {grid.map((line, index) => (
        <polyline key={index} className="calibrator-grid" points={drawingPoints(floor, line)} />
      ))}
      {drafts.map(({ id, planM }, index) => {
        if (planM === undefined) return null;
        const [x, y] = toDrawing(floor, planM);
        return (
          <Marker
            key={id}
            name={index + 1}
            x={x}
            y={y}
            unit={Math.max(floor.width_m, floor.height_m) / 100}
            label={t("calibrate.pointOnPlan", { name: index + 1 })}
            handle={handleProps({
              at: planM,
              step: 0.05,
              up: 1,
              pointAt: at,
              onMove: (point) => onMove(id, { planM: clampToFloor(floor, point) }),
            })}
          />
        );
      })}
    </PlanBase>
  );
}

interface MarkerProps {
  readonly name: number;
  readonly x: number;
  readonly y: number;
  /** A hundredth of the drawing's width, in its own units. */
  readonly unit: number;
  readonly label: string;
  readonly handle: ReturnType<typeof handleProps>;
}

function Marker({ name, x, y, unit, label, handle }: MarkerProps) {
  return (
    <g className="calibrator-marker" aria-label={label} {...handle}>
      <circle cx={x} cy={y} r={unit * 2.6} className="calibrator-marker-area" />
      <path
        d={`M${x - unit * 2.6} ${y}H${x + unit * 2.6}M${x} ${y - unit * 2.6}V${y + unit * 2.6}`}
        className="calibrator-marker-cross"
      />
      <text x={x + unit * 2.2} y={y - unit * 1.8} fontSize={unit * 3.2}>
        {name}
      </text>
    </g>
  );
}

function clampTo([width, height]: Point, [x, y]: Point): Point {
  const within = (value: number, max: number) =>
    Math.round(Math.min(max, Math.max(0, value)) * 10) / 10;
  return [within(x, width), within(y, height)];
}
