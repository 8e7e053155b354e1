import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { trackFeed } from "../../app/track-feed.ts";
import { useAnimation } from "../../ui/use-animation.ts";
import { boxesAt, type TimedBox } from "./box-timeline.ts";
import { cssColor, identityColor } from "./identity-color.ts";
import { moverKey, shortId } from "./plan-motion.ts";

interface BoxOverlayProps {
  readonly cameraId: string;
  readonly cameraCode: string;
  /** Capture time of the picture below, or undefined when only the newest boxes make sense. */
  readonly captureTimeMs: () => number | undefined;
}

const LABEL_HEIGHT_PX = 16;

/** Boxes, ids, classes and confidence over a camera's picture that fills the same area. */
export function BoxOverlay({ cameraId, cameraCode, captureTimeMs }: BoxOverlayProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { t } = useTranslation();
  useAnimation(() => {
    const context = canvasRef.current?.getContext("2d");
    if (!context) return;
    const frames = trackFeed.framesOf(cameraId);
    const newest = frames.at(-1);
    const { width, height } = prepare(context);
    if (newest === undefined || newest.size_px === null) return;
    const place = placement(newest.size_px, width, height);
    const boxes = boxesAt(frames, captureTimeMs() ?? newest.capture_time_ms);
    for (const timed of boxes) {
      const name = t(`class.${timed.box.object_class}`);
      drawBox(context, timed, place, { key: moverKey(cameraCode, timed.box), name });
    }
  });
  return <canvas ref={canvasRef} className="tile-overlay" aria-hidden="true" />;
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
  { key, name }: { readonly key: string; readonly name: string },
): void {
  const x = place.left + box_px[0] * place.scale;
  const y = place.top + box_px[1] * place.scale;
  const width = (box_px[2] - box_px[0]) * place.scale;
  const height = (box_px[3] - box_px[1]) * place.scale;
  const color = identityColor(key);
  context.globalAlpha = opacity;
  context.lineWidth = 2;
  context.strokeStyle = cssColor(color);
  context.strokeRect(x, y, width, height);
  const text = `${name} ${shortId(key)} · ${Math.round(box.score * 100)}%`;
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
}
