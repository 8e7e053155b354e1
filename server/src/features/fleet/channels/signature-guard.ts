import type { Clock } from "../../../base/index.ts";

const WINDOW_MS = 60_000;
/** Wrong signatures per minute that cost nothing: a device with an old key must not stall others. */
const TOLERATED = 100;
const DELAY_STEP_MS = 50;
const DELAY_MS_MAX = 1_000;
/** Most addresses remembered; past it the longest quiet one is forgotten. */
const ADDRESSES_MAX = 10_000;

interface Offender {
  startMs: number;
  count: number;
}

/**
 * Counts frames with a wrong signature per address. Past {@link TOLERATED} a minute every frame of
 * the address waits, longer with each wrong one, so that trying signatures costs the one who
 * tries; frames of honest devices behind the same address come late, not never.
 */
export class SignatureGuard {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #alert: (address: string, count: number) => void;
  readonly #offenders = new Map<string, Offender>();
  #total = 0;

  /** @param alert told when an address passes what is tolerated, once a minute */
  constructor(clock: Pick<Clock, "monotonicMs">, alert: (address: string, count: number) => void) {
    this.#clock = clock;
    this.#alert = alert;
  }

  /** Wrong signatures since start. */
  get total(): number {
    return this.#total;
  }

  /** Addresses that are slowed down now. */
  get slowed(): number {
    return [...this.#offenders.keys()].filter((address) => this.delayMs(address) > 0).length;
  }

  /** How long the next frame of this address waits, ms. */
  delayMs(address: string): number {
    const offender = this.#offenders.get(address);
    if (offender === undefined || this.#isOver(offender)) return 0;
    const above = offender.count - TOLERATED;
    return above <= 0 ? 0 : Math.min(DELAY_MS_MAX, above * DELAY_STEP_MS);
  }

  /** Counts a wrong signature. */
  note(address: string): void {
    this.#total++;
    const known = this.#offenders.get(address);
    const isNew = known === undefined || this.#isOver(known);
    const offender = isNew ? { startMs: this.#clock.monotonicMs(), count: 0 } : known;
    offender.count++;
    this.#offenders.delete(address);
    this.#offenders.set(address, offender);
    if (offender.count === TOLERATED + 1) this.#alert(address, offender.count);
    if (this.#offenders.size > ADDRESSES_MAX) {
      this.#offenders.delete(this.#offenders.keys().next().value!);
    }
  }

  #isOver({ startMs }: Offender): boolean {
    return this.#clock.monotonicMs() - startMs >= WINDOW_MS;
  }
}
