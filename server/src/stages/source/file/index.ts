/** Source `file:`: a recording played in real time over and over, or once without waiting. */
import type { OpenSource } from "../../../pipeline/perception/contract.ts";
import { InputConnection } from "../input-connection.ts";
import { RECORDING_FORMATS } from "../formats.ts";
import { sourceFilePath } from "../source-url.ts";
import { LoopingFile } from "./looping-file.ts";
import { SteppedFile } from "./stepped-file.ts";

/** @throws AppError `not-found`, `bad-request` or `invalid` when it is no recording we can play */
export const openFileSource: OpenSource = async (request) => {
  const path = await sourceFilePath(request.url);
  const open = () =>
    InputConnection.open({
      target: `file:${path}`,
      signal: request.signal,
      options: { protocol_whitelist: "file", format_whitelist: RECORDING_FORMATS },
      openTimeoutMs: 10_000,
      readTimeoutMs: 10_000,
    });
  const connection = await open();
  if (request.settings.pace !== "as-fast-as-possible") {
    return new LoopingFile(request, connection, open);
  }
  return SteppedFile.play(connection);
};
