import {
  BestCutAccepted,
  BestCutQuery,
  defineRoute,
  jsonWithFractions,
  photoLimitReply,
  PhotoPlaceQuery,
  UpscaleAccepted,
  type Caller,
  type MultipartPart,
  type Route,
  type RouteReply,
} from "@whereabouts/contracts";
import { z } from "zod";
import {
  FixedWindow,
  isAppError,
  type Clock,
  type ErrorDetail,
  type Log,
} from "../../base/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { BurstJudge, ChosenBy } from "./burst-judge.ts";
import { choosePlace, readSentPlace, refuseFaults } from "./place.ts";
import type { PhotoAdder } from "./photo-adder.ts";
import { FRACTIONS, JSON_TYPE } from "./photo-view.ts";
import {
  BURST_FILES_MAX,
  FILE_BYTES_MAX,
  receiveFiles,
  type ReceivedFile,
} from "./receive-files.ts";

export interface UploadParts {
  readonly adder: PhotoAdder;
  readonly burstJudge: BurstJudge;
  readonly media: Pick<MediaStore, "add" | "remove">;
  readonly clock: Clock;
  readonly log: Log;
}

const TAG = "Photos";
/** Photo contract, section 4. */
const UPLOADS_PER_MINUTE = 10;
const place = { lat: z.number().optional(), lng: z.number().optional() };
const file = z.string().meta({ format: "binary" });

/** Where the apps send pictures to; photo contract, sections 2 and 7. */
export function uploadRoutes(parts: UploadParts): Route[] {
  return [upscaleRoute(parts), bestCutRoute(parts)];
}

function upscaleRoute(parts: UploadParts): Route {
  const { adder, clock } = parts;
  const limit = new FixedWindow(UPLOADS_PER_MINUTE, clock);
  return defineRoute({
    operationId: "upscalePhoto",
    method: "POST",
    path: "/upscale",
    tag: TAG,
    summary: "Upload a picture and have it enlarged four times",
    description: "`lat` and `lng` may stand in the form, which wins, or in the query.",
    query: PhotoPlaceQuery,
    bodyKind: "multipart",
    form: z.object({ file, ...place }),
    bodyLimitBytes: FILE_BYTES_MAX,
    response: UpscaleAccepted,
    rateLimit: "none",
    handle: (request) => {
      const upload = { ...request, limit, field: "file", failure: "File save failed" } as const;
      return takeUpload(parts, upload, async ({ files: [received], sent }) => {
        if (!received) throw new Error("A valid upload has a file");
        const exif = sent.lat ?? sent.lng ?? (await adder.exifPlace(received.media.id));
        const { id } = await adder.add(request.caller, {
          originalMediaId: received.media.id,
          fileName: received.fileName,
          place: choosePlace(sent, typeof exif === "number" ? null : exif),
          origin: { kind: "upload" },
        });
        return { body: { message: "Upload successful, processing in background", id } };
      });
    },
  });
}

function bestCutRoute(parts: UploadParts): Route {
  const limit = new FixedWindow(UPLOADS_PER_MINUTE, parts.clock);
  return defineRoute({
    operationId: "selectBestCut",
    method: "POST",
    path: "/bestcut",
    tag: TAG,
    summary: "Upload a burst, keep its best picture and have it enlarged",
    description:
      "The sharpest is kept, the first of equals. With `mode=smart` the one that is best by " +
      "sharpness, exposure, steadiness and its subject together.",
    query: BestCutQuery,
    bodyKind: "multipart",
    form: z.object({ files: z.array(file), ...place }),
    bodyLimitBytes: FILE_BYTES_MAX,
    filesMax: BURST_FILES_MAX,
    response: BestCutAccepted,
    rateLimit: "none",
    handle: (request) => {
      const upload = { ...request, limit, field: "files", failure: "Processing failed" } as const;
      return takeUpload(parts, upload, async (valid) => {
        const { id, score } = await keepBest(parts, request.caller, valid);
        const message = "Best cut selected, processing in background";
        const text = jsonWithFractions({ message, id, score }, FRACTIONS);
        return { contentType: JSON_TYPE, body: text };
      });
    },
  });
}

interface ValidUpload {
  readonly files: readonly ReceivedFile[];
  readonly sent: { readonly lat: number | null; readonly lng: number | null };
  readonly chosenBy: ChosenBy;
}

async function keepBest(
  { adder, burstJudge, media }: UploadParts,
  caller: Caller,
  { files, sent, chosenBy }: ValidUpload,
): Promise<{ readonly id: string; readonly score: number }> {
  const { chosen, judgement, score, frames } = await burstJudge.judge(files, chosenBy);
  const isPlaced = sent.lat !== null || sent.lng !== null;
  const exif = isPlaced ? null : await adder.exifPlace(chosen.media.id);
  const { id } = await adder.add(caller, {
    originalMediaId: chosen.media.id,
    fileName: chosen.fileName,
    place: choosePlace(sent, exif),
    origin: { kind: "burst", frames: files.length, chosenBy },
    score,
    ...(judgement && { judgement }),
    burst: frames,
  });
  for (const other of files) if (other !== chosen) await media.remove(other.media.id);
  return { id, score };
}

interface Upload {
  readonly query: {
    readonly lat?: unknown;
    readonly lng?: unknown;
    readonly mode?: unknown;
  };
  readonly body: unknown;
  readonly caller: Caller;
  readonly limit: FixedWindow;
  readonly field: "file" | "files";
  /** How the contract begins the answer when the system fails. */
  readonly failure: string;
}

/** Validation first, then the limit, then the work: the order of the photo contract, section 4. */
async function takeUpload(
  { media, log }: UploadParts,
  upload: Upload,
  use: (valid: ValidUpload) => Promise<RouteReply>,
): Promise<RouteReply> {
  const { query, caller, limit, field, failure } = upload;
  let files: readonly ReceivedFile[] = [];
  const discard = async (): Promise<void> => {
    for (const { media: stored } of files) await media.remove(stored.id);
  };
  try {
    const keep = limit.hasRoom(caller.address);
    const parts = upload.body as AsyncIterable<MultipartPart>;
    const form = await receiveFiles(parts, { media, field, keep });
    files = form.files;
    const faults: ErrorDetail[] = [];
    const chosenBy = readMode(query.mode, faults);
    const sent = readSentPlace({ query, form: form.fields }, faults);
    refuseFaults([...faults, ...form.faults]);
    if (!limit.take(caller.address) || !keep) {
      await discard();
      return photoLimitReply(limit.callsPerMinute);
    }
    return await use({ files, sent, chosenBy });
  } catch (error) {
    await discard().catch((left: unknown) => log.warn({ err: left }, "An upload was left behind"));
    const systemCode = systemErrorCode(error);
    if (systemCode === null) throw error;
    log.error({ err: error }, "Storing an upload failed");
    return { status: 500, body: { detail: `${failure}: ${systemCode}` } };
  }
}

function readMode(mode: unknown, faults: ErrorDetail[]): ChosenBy {
  if (mode === undefined || mode === "contract") return "contract";
  if (mode === "smart") return "smart";
  const expected = "'contract' or 'smart'";
  faults.push({
    ...{ type: "enum", loc: ["query", "mode"], msg: `Input should be ${expected}` },
    ...{ input: String(mode).slice(0, 200), ctx: { expected } },
  });
  return "contract";
}

/** The operating system's word for what failed (`ENOSPC`); its message would name our folders. */
function systemErrorCode(error: unknown): string | null {
  if (isAppError(error) || !(error instanceof Error) || !("syscall" in error)) return null;
  return "code" in error ? String(error.code) : null;
}
