/** Topics a viewer remembers the verdict of; more make it think again. */
const VERDICTS_MAX = 2000;

/** Owner of the site's own photos, in the place of a user. */
const SITE = "site";

/** Tests topics against NATS-style patterns: `*` is one token, `>` at the end the rest. */
export class TopicFilter {
  readonly #patterns: readonly (readonly string[])[];
  readonly #verdicts = new Map<string, boolean>();

  readonly #userId: string | null;

  /** @param userId who listens: events of other users' photos never match */
  constructor(patterns: readonly string[], userId: string | null = null) {
    this.#userId = userId;
    this.#patterns = patterns.map((pattern) => pattern.split("."));
  }

  matches(topic: string): boolean {
    const known = this.#verdicts.get(topic);
    if (known !== undefined) return known;
    const tokens = topic.split(".");
    const verdict =
      this.#mayHear(tokens) && this.#patterns.some((pattern) => matchesTokens(pattern, tokens));
    if (this.#verdicts.size >= VERDICTS_MAX) this.#verdicts.clear();
    this.#verdicts.set(topic, verdict);
    return verdict;
  }

  #mayHear([name, owner]: readonly string[]): boolean {
    return name !== "photos" || owner === SITE || (owner !== undefined && owner === this.#userId);
  }
}

function matchesTokens(pattern: readonly string[], tokens: readonly string[]): boolean {
  for (const [index, wanted] of pattern.entries()) {
    if (wanted === ">" && index === pattern.length - 1) return tokens.length > index;
    if (index >= tokens.length) return false;
    if (wanted !== "*" && wanted !== tokens[index]) return false;
  }
  return pattern.length === tokens.length;
}
