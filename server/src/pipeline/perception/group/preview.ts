import { AppError, isAppError } from "../../../base/index.ts";
import type { CameraSettings, Detection } from "../../../model/index.ts";
import type { SourcePreview } from "../../perception-port.ts";
import type { MotionField, Picture, VideoDecoder, VideoSource } from "../contract.ts";
import type { Stages } from "./camera-session.ts";

const PREVIEW_LIMIT_MS = 9_500;

export interface PreviewOptions {
  readonly sourceUrl: string;
  readonly settings: CameraSettings;
  readonly stages: Stages;
  readonly jpegQuality: number;
}

/**
 * Opens a source once and returns its first picture with what the detector sees in it.
 *
 * @throws AppError with the reason in words; `timeout` after 10 s
 */
export async function previewSource(options: PreviewOptions): Promise<SourcePreview> {
  const signal = AbortSignal.timeout(PREVIEW_LIMIT_MS);
  const { sourceUrl, settings, stages } = options;
  try {
    const source = await stages.openSource({ url: sourceUrl, settings, signal });
    let decoder: VideoDecoder | null = null;
    try {
      decoder = await stages.openDecoder(source.track);
      const picture = await firstPicture(source, decoder);
      return await describe(picture, source, options).finally(() => picture.release());
    } finally {
      await source.close();
      decoder?.close();
    }
  } catch (error) {
    if (!signal.aborted || isAppError(error)) throw error;
    throw new AppError("timeout", "No picture came within 10 s");
  }
}

async function firstPicture(source: VideoSource, decoder: VideoDecoder): Promise<Picture> {
  for (;;) {
    // A camera may send the rest of a group of pictures first; only a key frame can be shown.
    const pictures = await decoder.decode(await source.read()).catch((): Picture[] => []);
    const [first, ...others] = pictures;
    for (const other of others) other.release();
    if (first) return first;
  }
}

async function describe(
  picture: Picture,
  source: VideoSource,
  options: PreviewOptions,
): Promise<SourcePreview> {
  const { size, captureTimeMs } = picture;
  return {
    jpeg: await picture.jpeg(options.jpegQuality),
    captureTimeMs,
    size,
    codec: source.track.codec,
    fps: source.track.fps,
    detections: await detectOnce(picture, options),
  };
}

/** Detection is an extra here: a model that is still being fetched must not hide the picture. */
async function detectOnce(
  picture: Picture,
  { stages, settings }: PreviewOptions,
): Promise<readonly Detection[]> {
  const motion: MotionField = {
    size: { widthPx: 1, heightPx: 1 },
    foreground: new Uint8Array(1),
    changedShare: 0,
    isMoving: false,
    isSettled: false,
  };
  try {
    const detector = await stages.openDetector(settings.detector);
    return await detector.detect({ picture, motion });
  } catch (error) {
    if (isAppError(error) && error.kind === "unavailable") return [];
    throw error;
  }
}
