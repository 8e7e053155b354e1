import type { ReactNode, Ref, SVGProps } from "react";

import type { Floor, Point } from "../app/api.ts";
import "./plan-base.css";

interface PlanBaseProps extends Omit<SVGProps<SVGSVGElement>, "ref"> {
  readonly floor: Floor;
  readonly planUrl: string | undefined;
  readonly svgRef?: Ref<SVGSVGElement>;
  readonly children?: ReactNode;
}

/** A point of the plan (metres, y up) in the drawing's units (y down). */
export function toDrawing(floor: Floor, [x, y]: Point): Point {
  return [x, floor.height_m - y];
}

/** `points` attribute of a polygon or polyline given in metres. */
export function drawingPoints(floor: Floor, polygonM: readonly Point[]): string {
  return polygonM.map((point) => toDrawing(floor, point).join(",")).join(" ");
}

/** Plan point (metres, rounded to the centimetre) under the pointer, kept on the floor. */
export function planPointAt(
  svg: SVGSVGElement,
  floor: Floor,
  event: { clientX: number; clientY: number },
): Point {
  const matrix = svg.getScreenCTM();
  if (matrix === null) return [0, 0];
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return clampToFloor(floor, [at.x, floor.height_m - at.y]);
}

/** The nearest point on the floor, rounded to the centimetre. */
export function clampToFloor(floor: Floor, [x, y]: Point): Point {
  const within = (value: number, max: number) =>
    Math.round(Math.min(max, Math.max(0, value)) * 100) / 100;
  return [within(x, floor.width_m), within(y, floor.height_m)];
}

/** A floor as a drawing in metres: ground, plan picture and walls; children are drawn on top. */
export function PlanBase({ floor, planUrl, svgRef, children, ...rest }: PlanBaseProps) {
  const { width_m: w, height_m: h } = floor;
  const margin = Math.max(w, h) * 0.02;
  return (
    <svg
      ref={svgRef}
      className="plan-drawing"
      viewBox={`${-margin} ${-margin} ${w + 2 * margin} ${h + 2 * margin}`}
      style={{ ["--plan-unit" as string]: Math.max(w, h) / 100 }}
      {...rest}
    >
      <rect className="plan-ground" x={0} y={0} width={w} height={h} />
      {planUrl !== undefined && (
        <image
          href={planUrl}
          x={0}
          y={0}
          width={w}
          height={h}
          preserveAspectRatio="none"
          opacity={0.85}
        />
      )}
      {floor.walls.map((wall, at) => (
        <polyline key={at} className="plan-wall" points={drawingPoints(floor, wall)} />
      ))}
      {children}
    </svg>
  );
}
