import { useSyncExternalStore } from "react";

import { ApiError } from "../../app/api.ts";
import { sendPhoto } from "./send-photo.ts";
import { UploadQueue, type Upload } from "./upload-queue.ts";

const RETRY_MS = 10_000;

/** What this tab is sending; it goes on while other pages are looked at. */
export const uploads = new UploadQueue({
  send: sendPhoto,
  isPassing: (error) => error instanceof ApiError && error.status === 429,
  retryMs: RETRY_MS,
});

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(subscribe, () => uploads.uploads);
}

function subscribe(listener: () => void): () => void {
  return uploads.subscribe(listener);
}
