/** Work for one camera, done one after the other. */
interface Job {
  readonly run: () => Promise<void>;
  /** Called instead of `run` when newer work pushed this out. */
  readonly drop: () => void;
}

/**
 * Keeps one camera's frames in order: a bounded queue whose work runs one at a time. When it is
 * full the oldest goes, since for live data the newest is worth most.
 */
export class CameraLane {
  readonly #limit: number;
  readonly #onIdle: () => void;
  #jobs: Job[] = [];
  #isRunning = false;
  #dropped = 0;

  /** @param onIdle called whenever nothing is left to do */
  constructor(limit: number, onIdle: () => void) {
    this.#limit = limit;
    this.#onIdle = onIdle;
  }

  get size(): number {
    return this.#jobs.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(job: Job): void {
    if (this.#jobs.length >= this.#limit) {
      this.#dropped++;
      this.#jobs.shift()?.drop();
    }
    this.#jobs.push(job);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) await job.run();
    this.#isRunning = false;
    this.#onIdle();
  }
}
