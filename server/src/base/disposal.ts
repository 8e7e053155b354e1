export interface Disposable {
  dispose(): void | Promise<void>;
}

/**
 * Collects what must be undone, and undoes it in reverse order. Whoever creates a resource
 * registers it in the same line: `const pool = disposer.add(createPool())`.
 */
export class Disposer implements Disposable {
  #entries: Disposable[] = [];

  add<T extends Disposable>(resource: T): T {
    this.#entries.push(resource);
    return resource;
  }

  defer(undo: () => void | Promise<void>): void {
    this.#entries.push({ dispose: undo });
  }

  /**
   * Disposes everything even if one part fails.
   *
   * @throws AggregateError with every failure, after all parts had their turn
   */
  async dispose(): Promise<void> {
    const failures: unknown[] = [];
    for (let entry = this.#entries.pop(); entry; entry = this.#entries.pop()) {
      try {
        await entry.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "Some parts failed to stop");
  }
}
