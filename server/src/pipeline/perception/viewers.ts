import type { VideoViewer } from "../perception-port.ts";
import type { VideoFragment, VideoInit } from "./messages.ts";

interface Viewer {
  readonly viewer: VideoViewer;
  /** Has had the init segment and, after it, a key frame. */
  isStarted: boolean;
}

/**
 * The viewers of one camera's single stream. Who comes late gets the init segment at once and
 * pictures from the next key frame on.
 */
export class Viewers {
  readonly #viewers = new Set<Viewer>();
  #init: VideoInit | null = null;

  get count(): number {
    return this.#viewers.size;
  }

  add(viewer: VideoViewer): () => void {
    const entry: Viewer = { viewer, isStarted: false };
    this.#viewers.add(entry);
    if (this.#init) viewer.onInit(this.#init);
    return () => {
      this.#viewers.delete(entry);
      if (this.#viewers.size === 0) this.#init = null;
    };
  }

  init(init: VideoInit): void {
    this.#init = init;
    for (const entry of this.#viewers) {
      entry.isStarted = false;
      entry.viewer.onInit(init);
    }
  }

  fragment(fragment: VideoFragment): void {
    if (!this.#init) return;
    for (const entry of this.#viewers) {
      entry.isStarted ||= fragment.keyframe;
      if (entry.isStarted) entry.viewer.onFragment(fragment);
    }
  }

  end(reason: string): void {
    this.#init = null;
    for (const entry of this.#viewers) {
      entry.isStarted = false;
      entry.viewer.onEnd(reason);
    }
  }
}
