import {
  CameraParams,
  type LiveSocket,
  type SharedMessage,
  type SocketRoute,
} from "@whereabouts/contracts";
import type { VideoViewer } from "../../pipeline/perception-port.ts";
import type { CameraPictures } from "./camera-pictures.ts";
import type { CameraRegistry } from "./camera-registry.ts";

export interface VideoStats {
  readonly viewers: number;
  /** Fragments that slow viewers were not sent, since start. */
  readonly skippedFragments: number;
}

/** A viewer with more than this unsent is skipped to a key frame. */
const BUFFERED_BYTES_MAX = 2 * 1024 * 1024;
const CLOCK_EVERY_S = 1;
/** A clock that moved by more than this against the pictures is told at once. */
const CLOCK_SHIFT_MS = 20;

/** Live fragmented MP4 of one camera, for Media Source Extensions. */
export function createVideoSocket(parts: {
  readonly registry: CameraRegistry;
  readonly pictures: CameraPictures;
}): { readonly route: SocketRoute; stats(): VideoStats } {
  let viewers = 0;
  let skippedFragments = 0;
  const route: SocketRoute = {
    operationId: "watchCameraVideo",
    path: "/api/v1/cameras/:camera/video",
    tag: "Cameras",
    summary: "Live video of a camera as fragmented MP4",
    messageLimitBytes: 1024,
    open: (socket, request) => {
      const { camera: key } = CameraParams.parse(request.params);
      const camera = parts.registry.get(key);
      const viewer = new VideoSession(socket, () => skippedFragments++);
      viewers++;
      const stop = parts.pictures.openVideo(camera.id, {
        headers: request.headers,
        socket,
        viewer,
      });
      socket.onClose(() => {
        viewers--;
        stop();
      });
    },
  };
  return { route, stats: () => ({ viewers, skippedFragments }) };
}

/** One message per fragment, however many watch it. */
const shared = new WeakMap<Uint8Array, SharedMessage>();

function sharedMessage(bytes: Uint8Array): SharedMessage {
  const message = shared.get(bytes) ?? { data: bytes };
  shared.set(bytes, message);
  return message;
}

class VideoSession implements VideoViewer {
  readonly #socket: LiveSocket;
  readonly #onSkip: () => void;
  /** Until the next key frame a viewer that missed something can use nothing. */
  #awaitsKeyframe = true;
  #isBehind = false;
  #clockSentAtS = Number.NEGATIVE_INFINITY;
  /** Capture time minus media time, as last told. */
  #clockOffsetMs = Number.NaN;

  constructor(socket: LiveSocket, onSkip: () => void) {
    this.#socket = socket;
    this.#onSkip = onSkip;
  }

  onInit(init: Parameters<VideoViewer["onInit"]>[0]): void {
    if (this.#socket.closed) return;
    this.#awaitsKeyframe = true;
    this.#clockSentAtS = Number.NEGATIVE_INFINITY;
    const { widthPx, heightPx } = init.size;
    this.#say({ type: "init", codec: init.codec, width_px: widthPx, height_px: heightPx });
    this.#socket.sendShared(sharedMessage(init.bytes));
  }

  onFragment(fragment: Parameters<VideoViewer["onFragment"]>[0]): void {
    if (this.#socket.closed) return;
    const isSlow = this.#socket.bufferedBytes > BUFFERED_BYTES_MAX;
    if (isSlow || (this.#awaitsKeyframe && !fragment.keyframe)) {
      this.#awaitsKeyframe = true;
      this.#isBehind ||= isSlow;
      if (this.#isBehind) this.#onSkip();
      return;
    }
    this.#awaitsKeyframe = false;
    this.#isBehind = false;
    this.#tellClock(fragment);
    this.#socket.sendShared(sharedMessage(fragment.bytes));
  }

  #tellClock({ captureTimeMs, mediaTimeS }: Parameters<VideoViewer["onFragment"]>[0]): void {
    const offsetMs = captureTimeMs - mediaTimeS * 1000;
    const hasShifted = !(Math.abs(offsetMs - this.#clockOffsetMs) <= CLOCK_SHIFT_MS);
    const isDue = Math.abs(mediaTimeS - this.#clockSentAtS) >= CLOCK_EVERY_S;
    if (!hasShifted && !isDue) return;
    this.#clockSentAtS = mediaTimeS;
    this.#clockOffsetMs = offsetMs;
    this.#say({ type: "clock", capture_time_ms: captureTimeMs, media_time_s: mediaTimeS });
  }

  onEnd(reason: string): void {
    if (!this.#socket.closed) this.#say({ type: "error", detail: reason });
  }

  #say(message: Readonly<Record<string, unknown>>): void {
    this.#socket.sendText(JSON.stringify(message));
  }
}
