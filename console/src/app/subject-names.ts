import { answerOf, api } from "./api.ts";

/** A page of subjects, newest seen first: those on screen are among them. */
const READ_MAX = 200;
/** Newcomers within this span cost one reading. */
const READ_DELAY_MS = 1500;
/** Who is not found after so many readings has no name that could be shown. */
const TRIES_MAX = 4;
const NAMES_MAX = 5000;

interface NamedSubject {
  readonly subject_id: string;
  readonly display_name: string | null;
}

/** Names that people gave to subjects, for labels that are drawn many times a second. */
export class SubjectNames {
  readonly #read: () => Promise<readonly NamedSubject[]>;
  readonly #names = new Map<string, string | null>();
  readonly #tries = new Map<string, number>();
  #isAsking = false;

  constructor(read: () => Promise<readonly NamedSubject[]>) {
    this.#read = read;
  }

  /** The given name, or undefined while none is known; asks for the names of newcomers. */
  nameOf(subjectId: string): string | undefined {
    const known = this.#names.get(subjectId);
    if (known === undefined) this.#want(subjectId);
    return known ?? undefined;
  }

  /** Takes names that were read elsewhere. */
  take(subjects: readonly NamedSubject[]): void {
    for (const { subject_id: id, display_name: name } of subjects) {
      this.#names.delete(id);
      this.#names.set(id, name);
      this.#tries.delete(id);
    }
    while (this.#names.size > NAMES_MAX) {
      const [oldest] = this.#names.keys();
      if (oldest !== undefined) this.#names.delete(oldest);
    }
  }

  /** Somebody was renamed: what is known is asked for anew when it is next shown. */
  forget(subjectIds: readonly string[]): void {
    for (const id of subjectIds) this.#names.delete(id);
  }

  #want(subjectId: string): void {
    if (!this.#tries.has(subjectId)) this.#tries.set(subjectId, 0);
    if (this.#isAsking) return;
    this.#isAsking = true;
    setTimeout(() => void this.#renew(), READ_DELAY_MS);
  }

  async #renew(): Promise<void> {
    const asked = [...this.#tries.keys()];
    this.take(await this.#read().catch(() => []));
    for (const id of asked) {
      const tries = (this.#tries.get(id) ?? TRIES_MAX) + 1;
      if (this.#names.has(id)) continue;
      if (tries < TRIES_MAX) this.#tries.set(id, tries);
      else this.take([{ subject_id: id, display_name: null }]);
    }
    this.#isAsking = false;
  }
}

/** The names of this page. */
export const subjectNames = new SubjectNames(async () => {
  const query = { limit: READ_MAX };
  const { subjects } = await answerOf(api.GET("/api/v1/subjects", { params: { query } }));
  return subjects;
});
