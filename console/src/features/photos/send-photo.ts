import { ApiError, refusal } from "../../app/api.ts";
import { accessToken } from "../../app/session.ts";
import type { SendRequest } from "./upload-queue.ts";

/**
 * Uploads a picture, or a burst of which the server keeps the best. `fetch` cannot tell how much of
 * a body has left.
 *
 * @returns the photo's id
 * @throws ApiError when the server refused or could not be reached (status 0)
 */
export async function sendPhoto({ files, isBurst, onProgress, signal }: SendRequest) {
  const token = await accessToken();
  const form = new FormData();
  for (const file of files) form.append(isBurst ? "files" : "file", file, file.name);
  return new Promise<string>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new ApiError(0, ""));
    request.open("POST", isBurst ? "/bestcut?mode=smart" : "/upscale");
    if (token !== undefined) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener("load", () => {
      const body = request.response as { id?: unknown } | null;
      const id = body?.id;
      if (request.status === 200 && typeof id === "string") resolve(id);
      else reject(refusal(request.status, body));
    });
    request.addEventListener("error", fail);
    request.addEventListener("abort", fail);
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
