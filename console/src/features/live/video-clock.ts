/** One word of the server: the picture at this media time was taken then. */
export interface ClockMark {
  readonly mediaTimeS: number;
  /** Milliseconds of the server's clock. */
  readonly captureTimeMs: number;
}

/** More marks than a player ever buffers pictures for. */
const MARKS_MAX = 64;

/**
 * Tells when the picture on screen was taken. The media clock leaves stalls of the camera out, so
 * what holds for a picture is the last mark before it, not the newest.
 */
export class VideoClock {
  #marks: ClockMark[] = [];

  /** Marks come in the order of their media time. */
  add(mark: ClockMark): void {
    this.#marks.push(mark);
    if (this.#marks.length > MARKS_MAX) this.#marks.shift();
  }

  /** Capture time of the picture at `mediaTimeS`, or undefined before the first mark. */
  captureTimeMs(mediaTimeS: number): number | undefined {
    const before = this.#marks.findLast((mark) => mark.mediaTimeS <= mediaTimeS);
    const mark = before ?? this.#marks[0];
    if (mark === undefined) return undefined;
    return mark.captureTimeMs + (mediaTimeS - mark.mediaTimeS) * 1000;
  }

  clear(): void {
    this.#marks = [];
  }
}
