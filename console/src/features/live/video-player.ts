import { retryDelayMs, socketUrl } from "../../app/live-socket.ts";
import { accessToken } from "../../app/session.ts";
import { VideoClock } from "./video-clock.ts";

type VideoMessage =
  | { readonly type: "init"; readonly codec: string }
  | { readonly type: "clock"; readonly capture_time_ms: number; readonly media_time_s: number }
  | { readonly type: "error"; readonly detail: string };

export interface VideoPlayerEvents {
  /** Pictures are moving, or no longer. */
  readonly onPlaying: (playing: boolean) => void;
  /** Why there is no video, in the server's words; undefined when the reason is unknown. */
  readonly onProblem: (detail: string | undefined) => void;
}

/** Farther behind the newest picture than this, the player jumps instead of hurrying. */
const LAG_S_MAX = 2;
const LAG_S_HURRY = 0.7;
const LAG_S_WANTED = 0.35;
const HURRY_RATE = 1.12;
const KEEP_BEHIND_S = 15;
/** About 20 s of fragments; more waiting than that means the decoder has stopped. */
const PENDING_MAX = 600;

/** Whether this browser can play pushed video at all. */
export function canStream(): boolean {
  return mediaSourceClass() !== undefined;
}

/** Plays one camera's fragmented MP4 from its socket with little delay, and reconnects by itself. */
export class VideoPlayer {
  readonly #video: HTMLVideoElement;
  readonly #camera: string;
  readonly #events: VideoPlayerEvents;
  #socket: WebSocket | undefined;
  #source: MediaSource | undefined;
  #buffer: SourceBuffer | undefined;
  #pending: ArrayBuffer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed = false;
  readonly #clock = new VideoClock();
  /** Media time of the picture on screen, where the browser tells; the clock itself runs ahead of it. */
  #shownAtS: number | undefined;
  #frameRequest: number | undefined;

  constructor(video: HTMLVideoElement, camera: string, events: VideoPlayerEvents) {
    this.#video = video;
    this.#camera = camera;
    this.#events = events;
    video.addEventListener("playing", this.#playing);
    this.#watchPictures();
    void this.#connect();
  }

  /** Capture time of the picture on screen, milliseconds of the server's clock. */
  captureTimeMs(): number | undefined {
    if (this.#video.readyState < 2) return undefined;
    return this.#clock.captureTimeMs(this.#shownAtS ?? this.#video.currentTime);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#video.removeEventListener("playing", this.#playing);
    if (this.#frameRequest !== undefined) this.#video.cancelVideoFrameCallback(this.#frameRequest);
    this.#reset();
  }

  #watchPictures(): void {
    if (!("requestVideoFrameCallback" in this.#video)) return;
    this.#frameRequest = this.#video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.#shownAtS = mediaTime;
      this.#watchPictures();
    });
  }

  #playing = () => {
    this.#attempt = 0;
    this.#events.onPlaying(true);
  };

  async #connect(): Promise<void> {
    const token = await accessToken().catch(() => undefined);
    if (this.#closed) return;
    const path = `/api/v1/cameras/${encodeURIComponent(this.#camera)}/video`;
    const socket = new WebSocket(socketUrl(path), token === undefined ? [] : ["bearer", token]);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.addEventListener("message", (event) =>
      this.#receive(event.data as string | ArrayBuffer),
    );
    socket.addEventListener("close", () => this.#retry(socket));
  }

  #receive(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      this.#pending.push(data);
      if (this.#pending.length > PENDING_MAX) this.#socket?.close();
      else this.#append();
      return;
    }
    const message = JSON.parse(data) as VideoMessage;
    if (message.type === "init") this.#open(message.codec);
    if (message.type === "error") this.#events.onProblem(message.detail);
    if (message.type === "clock") {
      this.#clock.add({
        captureTimeMs: message.capture_time_ms,
        mediaTimeS: message.media_time_s,
      });
    }
  }

  #open(codec: string): void {
    const type = `video/mp4; codecs="${codec}"`;
    const Source = mediaSourceClass();
    if (Source === undefined || !Source.isTypeSupported(type)) {
      this.#events.onProblem(codec);
      this.close();
      return;
    }
    this.#releaseSource();
    const source = new Source();
    this.#source = source;
    this.#video.disableRemotePlayback = true;
    this.#video.src = URL.createObjectURL(source);
    source.addEventListener(
      "sourceopen",
      () => {
        if (this.#source !== source) return;
        this.#buffer = source.addSourceBuffer(type);
        this.#buffer.addEventListener("updateend", () => this.#append());
        this.#append();
      },
      { once: true },
    );
  }

  /** Hands all waiting fragments to the decoder in one piece, so that a busy browser catches up. */
  #append(): void {
    const buffer = this.#buffer;
    if (buffer === undefined || buffer.updating || this.#source?.readyState !== "open") return;
    this.#stayNearLive(buffer);
    if (buffer.updating) return;
    if (this.#pending.length === 0) return;
    try {
      buffer.appendBuffer(joined(this.#pending.splice(0)));
    } catch (error) {
      this.#events.onProblem(error instanceof Error ? error.message : String(error));
      this.#socket?.close();
    }
  }

  #stayNearLive(buffer: SourceBuffer): void {
    const video = this.#video;
    const ranges = buffer.buffered;
    if (ranges.length === 0) return;
    const newest = ranges.end(ranges.length - 1);
    const start = ranges.start(ranges.length - 1);
    const lag = newest - video.currentTime;
    if (video.currentTime < start || lag > LAG_S_MAX) {
      video.currentTime = Math.max(start, newest - LAG_S_WANTED);
    }
    // Once hurrying, it goes on to the wanted lag: a rate that flickers is seen.
    const limit = video.playbackRate > 1 ? LAG_S_WANTED : LAG_S_HURRY;
    video.playbackRate = lag > limit ? HURRY_RATE : 1;
    // A browser may refuse to start a hidden or saving page; the next fragment asks again.
    if (video.paused) void video.play().catch(() => undefined);
    const oldest = ranges.start(0);
    if (video.currentTime - oldest > KEEP_BEHIND_S * 2) {
      buffer.remove(oldest, video.currentTime - KEEP_BEHIND_S);
    }
  }

  #retry(socket: WebSocket): void {
    if (this.#closed || this.#socket !== socket) return;
    this.#reset();
    this.#events.onPlaying(false);
    this.#timer = setTimeout(() => void this.#connect(), retryDelayMs(this.#attempt));
    this.#attempt += 1;
  }

  #reset(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#clock.clear();
    this.#releaseSource();
    this.#pending = [];
  }

  #releaseSource(): void {
    if (this.#source === undefined) return;
    URL.revokeObjectURL(this.#video.src);
    this.#video.removeAttribute("src");
    this.#video.load();
    this.#source = undefined;
    this.#buffer = undefined;
    this.#shownAtS = undefined;
  }
}

function joined(chunks: readonly ArrayBuffer[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(new Uint8Array(chunk), at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Safari on phones has only the managed kind. */
function mediaSourceClass(): typeof MediaSource | undefined {
  const scope = globalThis as {
    ManagedMediaSource?: typeof MediaSource;
    MediaSource?: typeof MediaSource;
  };
  return scope.ManagedMediaSource ?? scope.MediaSource;
}
