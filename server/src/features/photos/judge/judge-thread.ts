import { parentPort } from "node:worker_threads";
import sharp from "sharp";
import { isAppError } from "../../../base/index.ts";
import { PIXELS_MAX, readPictureHead, unreadable } from "../picture-file.ts";
import { decodeLuma } from "./luma.ts";
import { measure } from "./measures.ts";
import type { JudgeReply, JudgeRequest } from "./messages.ts";

const THUMBNAIL_LONG_SIDE_PX = 512;
const LIMIT_SECONDS = 60;

/** Decodes and measures pictures beside the server's own thread, one after the other. */
async function answer(request: JudgeRequest): Promise<JudgeReply> {
  const { requestId, path } = request;
  try {
    const head = await readPictureHead(path);
    try {
      const measures = measure(await decodeLuma(path, head.format));
      return { requestId, type: "measured", head, measures, thumbnail: await thumbnailOf(path) };
    } catch (error) {
      throw unreadable(error, head.format);
    }
  } catch (error) {
    // Anything but a picture's fault is one of ours; the caller logs it.
    const reason = isAppError(error) ? error.message : null;
    const message = reason ?? (error instanceof Error ? error.message : String(error));
    return { requestId, type: "failed", isPicturesFault: reason !== null, message };
  }
}

function thumbnailOf(path: string): Promise<Uint8Array> {
  return sharp(path, { limitInputPixels: PIXELS_MAX, failOn: "error" })
    .timeout({ seconds: LIMIT_SECONDS })
    .autoOrient()
    .flatten()
    .resize(THUMBNAIL_LONG_SIDE_PX, THUMBNAIL_LONG_SIDE_PX, {
      fit: "inside",
      withoutEnlargement: true,
    })
    .jpeg({ quality: 80 })
    .toBuffer();
}

let turn: Promise<void> = Promise.resolve();
parentPort?.on("message", (request: JudgeRequest) => {
  turn = turn.then(async () => parentPort?.postMessage(await answer(request)));
});
