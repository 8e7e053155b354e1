/** Source `http:` and `https:`: motion JPEG, or H.264 in a container FFmpeg can stream. */
import type { OpenSource } from "../../../pipeline/perception/contract.ts";
import { HTTP_FORMATS } from "../formats.ts";
import { InputConnection } from "../input-connection.ts";
import { LiveSource } from "../live-source.ts";
import { networkUrl } from "../source-url.ts";

const OPEN_TIMEOUT_MS = 8_000;
const READ_TIMEOUT_MS = 6_000;

export const openHttpSource: OpenSource = async ({ url, signal }) => {
  const target = networkUrl(url).href;
  const connection = await InputConnection.open({
    target,
    signal,
    options: {
      protocol_whitelist: "http,https,tcp,tls",
      format_whitelist: HTTP_FORMATS,
      rw_timeout: String(READ_TIMEOUT_MS * 1000),
      analyzeduration: "1500000",
      probesize: "1000000",
    },
    openTimeoutMs: OPEN_TIMEOUT_MS,
    readTimeoutMs: READ_TIMEOUT_MS,
  });
  return new LiveSource(connection, signal);
};
