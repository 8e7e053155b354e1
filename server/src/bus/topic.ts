// Blanks and control characters would break the brokers' own framing, wildcards their filters.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\s*>\u0000-\u001f\u007f]/g;

/** The topic as it travels: characters that brokers cannot carry become `_`. */
export function toWireTopic(topic: string): string {
  return topic.replace(FORBIDDEN, "_");
}

/**
 * NATS-style matching (docs.nats.io, subject-based messaging): `*` stands for one token, a final
 * `>` for one or more.
 */
export function compilePattern(pattern: string): (topic: string) => boolean {
  const wanted = pattern.split(".");
  const open = wanted.at(-1) === ">";
  if (open) wanted.pop();
  return (topic) => {
    const tokens = topic.split(".");
    if (open ? tokens.length <= wanted.length : tokens.length !== wanted.length) return false;
    return wanted.every((token, index) => token === "*" || token === tokens[index]);
  };
}
