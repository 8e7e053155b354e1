/** Source `rtsp:` and `rtsps:` over TCP (default) or UDP. */
import type { OpenSource } from "../../../pipeline/perception/contract.ts";
import { RTSP_FORMATS } from "../formats.ts";
import { InputConnection } from "../input-connection.ts";
import { LiveSource } from "../live-source.ts";
import { networkUrl } from "../source-url.ts";

const OPEN_TIMEOUT_MS = 8_000;
const READ_TIMEOUT_MS = 6_000;

export const openRtspSource: OpenSource = async ({ url, settings, signal }) => {
  const isEncrypted = networkUrl(url).protocol === "rtsps:";
  const isUdp = settings.rtspTransport === "udp" && !isEncrypted;
  const connection = await InputConnection.open({
    target: url,
    signal,
    options: {
      protocol_whitelist: isUdp ? "tcp,rtp,udp" : "tcp,tls",
      format_whitelist: RTSP_FORMATS,
      rtsp_transport: isUdp ? "udp" : "tcp",
      allowed_media_types: "video",
      timeout: String(READ_TIMEOUT_MS * 1000),
      analyzeduration: "1500000",
      probesize: "500000",
      fflags: "nobuffer",
    },
    openTimeoutMs: OPEN_TIMEOUT_MS,
    readTimeoutMs: READ_TIMEOUT_MS,
  });
  return new LiveSource(connection, signal);
};
