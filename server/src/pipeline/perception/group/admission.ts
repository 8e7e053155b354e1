/**
 * Lets few cameras of a process at the detector at once: one computes while the next prepares its
 * picture. Whoever waits here has not chosen a picture yet, so it does not age.
 */
export class Admission {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places = 2) {
    this.#free = places;
  }

  /** Resolves in order of arrival. Every call must be followed by {@link leave}. */
  enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
