/** Topics a viewer remembers the verdict of; more make it think again. */
const VERDICTS_MAX = 2000;

/** Tests topics against NATS-style patterns: `*` is one token, `>` at the end the rest. */
export class TopicFilter {
  readonly #patterns: readonly (readonly string[])[];
  readonly #verdicts = new Map<string, boolean>();

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((pattern) => pattern.split("."));
  }

  matches(topic: string): boolean {
    const known = this.#verdicts.get(topic);
    if (known !== undefined) return known;
    const tokens = topic.split(".");
    const verdict = this.#patterns.some((pattern) => matchesTokens(pattern, tokens));
    if (this.#verdicts.size >= VERDICTS_MAX) this.#verdicts.clear();
    this.#verdicts.set(topic, verdict);
    return verdict;
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
