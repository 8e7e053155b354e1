import { useRef, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { trackFeed } from "../../app/track-feed.ts";
import { cssColor, identityColor } from "../../ui/identity-color.ts";
import { useAnimation } from "../../ui/use-animation.ts";
import { boxesAt, type TimedBox } from "./box-timeline.ts";
import { identityLabel } from "./identity-label.ts";

interface BoxOverlayProps {
  readonly cameraId: string;
  /** Capture time of the picture below, or undefined when only the newest boxes make sense. */
  readonly captureTimeMs: () => number | undefined;
}

const LABEL_HEIGHT_PX = 16;

/** One box as it was drawn last, in CSS pixels of the overlay. */
interface DrawnBox {
  readonly subjectId: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Boxes, names, classes and confidence over a camera's picture that fills the same area. A click
 * on a box opens its subject.
 */
export function BoxOverlay({ cameraId, captureTimeMs }: BoxOverlayProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const drawnRef = useRef<readonly DrawnBox[]>([]);
  const { t } = useTranslation();
  const navigate = useNavigate();
  useAnimation(() => {
    const context = canvasRef.current?.getContext("2d");
    if (!context) return;
    const frames = trackFeed.framesOf(cameraId);
    const newest = frames.at(-1);
    const { width, height } = prepare(context);
    drawnRef.current = [];
    if (newest === undefined || newest.size_px === null) return;
    const place = placement(newest.size_px, width, height);
    const boxes = boxesAt(frames, captureTimeMs() ?? newest.capture_time_ms);
    drawnRef.current = boxes.map((timed) =>
      drawBox(context, timed, place, t(`class.${timed.box.object_class}`)),
    );
  });
  const subjectAt = (event: MouseEvent<HTMLCanvasElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return topmost(drawnRef.current, event.clientX - left, event.clientY - top)?.subjectId ?? null;
  };
  return (
    <canvas
      ref={canvasRef}
      className="tile-overlay"
      aria-hidden="true"
      onMouseMove={(event) => {
        event.currentTarget.style.cursor = subjectAt(event) === null ? "" : "pointer";
      }}
      onClick={(event) => {
        const subjectId = subjectAt(event);
        if (subjectId !== null) void navigate(`/subjects/${subjectId}`);
      }}
    />
  );
}

interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Matches the canvas to its size on screen and clears it; sizes in CSS pixels. */
function prepare(context: CanvasRenderingContext2D): { width: number; height: number } {
  const { canvas } = context;
  const ratio = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { width, height };
}

/** Where a picture of `size` lies in an area that contains it whole. */
function placement(size: readonly [number, number], width: number, height: number): Placement {
  const scale = Math.min(width / size[0], height / size[1]);
  return { scale, left: (width - size[0] * scale) / 2, top: (height - size[1] * scale) / 2 };
}

function drawBox(
  context: CanvasRenderingContext2D,
  { box, box_px, opacity }: TimedBox,
  place: Placement,
  className: string,
): DrawnBox {
  const x = place.left + box_px[0] * place.scale;
  const y = place.top + box_px[1] * place.scale;
  const width = (box_px[2] - box_px[0]) * place.scale;
  const height = (box_px[3] - box_px[1]) * place.scale;
  const color = identityColor(box);
  context.globalAlpha = opacity;
  context.lineWidth = 2;
  context.strokeStyle = cssColor(color);
  context.strokeRect(x, y, width, height);
  const text = `${identityLabel(box) || className} · ${Math.round(box.score * 100)}%`;
  context.font = "600 10px ui-sans-serif, system-ui, sans-serif";
  const textWidth = context.measureText(text).width + 8;
  const labelX = Math.max(0, Math.min(x - 1, context.canvas.clientWidth - textWidth));
  const labelY = y >= LABEL_HEIGHT_PX ? y - LABEL_HEIGHT_PX : y;
  context.fillStyle = cssColor(color);
  context.fillRect(labelX, labelY, textWidth, LABEL_HEIGHT_PX);
  context.fillStyle = "#0b0f12";
  context.textBaseline = "middle";
  context.fillText(text, labelX + 4, labelY + LABEL_HEIGHT_PX / 2 + 0.5);
  context.globalAlpha = 1;
  return {
    subjectId: box.subject_id,
    x,
    y: y - LABEL_HEIGHT_PX,
    width,
    height: height + LABEL_HEIGHT_PX,
  };
}

/** The smallest box at a place: who stands before somebody larger can still be reached. */
function topmost(drawn: readonly DrawnBox[], x: number, y: number): DrawnBox | undefined {
  return drawn
    .filter((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height)
    .toSorted((a, b) => a.width * a.height - b.width * b.height)[0];
}
