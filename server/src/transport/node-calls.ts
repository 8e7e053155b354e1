import type { LiveSocket } from "@whereabouts/contracts";
import { WebSocket } from "ws";
import { AppError } from "../base/index.ts";

/** Marks a call of another process of the installation, which must not be passed on again. */
const FORWARDED = "x-whereabouts-forwarded";
const ANSWER_MS_MAX = 10_000;
const SNAPSHOT_BYTES_MAX = 32 * 1024 * 1024;
const MESSAGE_BYTES_MAX = 32 * 1024 * 1024;
/** While the viewer has more than this unsent, nothing more is read: the sender then skips. */
const BUFFERED_BYTES_MAX = 1024 * 1024;
const LOOK_AGAIN_MS = 50;
const TRY_AGAIN = 1013;

/** Headers of a call, as handlers see them. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A process of the same installation, as another one reaches it. */
export interface NodePlace {
  /** For people. */
  readonly name: string;
  /** `http://host:port` */
  readonly url: string;
}

/**
 * Asks other processes of the installation for what only they have. They know each other by the
 * shared key; who asked was held against the access table before.
 */
export class NodeCalls {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: { readonly apiKey: string }) {
    this.#headers = { "x-api-key": options.apiKey, [FORWARDED]: "1" };
  }

  /** True for a call that another process of the installation passes on. */
  isForwarded(headers: Headers): boolean {
    return headers[FORWARDED] !== undefined;
  }

  /** @throws AppError `unavailable` with the other's reason, naming it */
  async snapshot(node: NodePlace, cameraId: string) {
    const url = `${node.url}/api/v1/registry/cameras/${encodeURIComponent(cameraId)}/snapshot.jpg`;
    const response = await fetch(url, {
      headers: this.#headers,
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    }).catch((cause: unknown) => {
      throw new AppError("unavailable", unreachable(node), { cause });
    });
    if (!response.ok) throw new AppError("unavailable", await refusalOf(node, response));
    const { headers } = response;
    if (Number(headers.get("content-length")) > SNAPSHOT_BYTES_MAX) {
      await response.body?.cancel();
      throw new AppError("unavailable", `${node.name} sent a picture that is too large`);
    }
    const jpeg = new Uint8Array(await response.arrayBuffer());
    const [widthPx = 0, heightPx = 0] = (headers.get("x-picture-size") ?? "")
      .split("x")
      .map(Number);
    const captureTimeMs = Date.parse(headers.get("x-capture-time") ?? "");
    return { jpeg, captureTimeMs, size: { widthPx, heightPx } };
  }

  /** Passes a camera's live video on until either side ends. */
  relayVideo(node: NodePlace, cameraId: string, socket: LiveSocket): void {
    const base = node.url.replace(/^http/, "ws");
    const upstream = new WebSocket(`${base}/api/v1/cameras/${encodeURIComponent(cameraId)}/video`, {
      headers: this.#headers,
      handshakeTimeout: ANSWER_MS_MAX,
      maxPayload: MESSAGE_BYTES_MAX,
      perMessageDeflate: false,
    });
    const timer = setInterval(() => {
      if (upstream.isPaused && socket.bufferedBytes < BUFFERED_BYTES_MAX) upstream.resume();
    }, LOOK_AGAIN_MS);
    upstream.on("message", (data: Buffer, isBinary) => {
      if (isBinary) socket.sendBytes(data);
      else socket.sendText(data.toString("utf8"));
      if (socket.bufferedBytes > BUFFERED_BYTES_MAX) upstream.pause();
    });
    let reason: string | null = null;
    upstream.on("unexpected-response", (_request, response) => {
      reason = refusalWords(node, response.statusCode ?? 0);
      upstream.terminate();
    });
    upstream.on("error", () => {
      if (upstream.readyState !== WebSocket.OPEN) reason ??= unreachable(node);
    });
    upstream.on("close", () => {
      clearInterval(timer);
      if (socket.closed) return;
      socket.sendText(
        JSON.stringify({ type: "error", detail: reason ?? `${node.name} ended the video` }),
      );
      socket.close(TRY_AGAIN, "The video ended");
    });
    socket.onClose(() => upstream.terminate());
  }
}

function unreachable(node: NodePlace): string {
  return `The camera runs on another node, ${node.name}, which does not answer at ${node.url}`;
}

function refusalWords(node: NodePlace, status: number): string {
  const hint = status === 401 || status === 403 ? ": give all processes the same API_KEY" : "";
  return `The camera runs on another node, ${node.name}, which answers ${status}${hint}`;
}

async function refusalOf(node: NodePlace, response: Response): Promise<string> {
  const text = (await response.text()).slice(0, 2_000);
  if (response.status !== 503) return refusalWords(node, response.status);
  const detail: unknown = safeJson(text);
  const hasDetail = typeof detail === "object" && detail !== null && "detail" in detail;
  return hasDetail && typeof detail.detail === "string" ? detail.detail : refusalWords(node, 503);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
