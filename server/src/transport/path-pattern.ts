/** Matches one path pattern with `:name` parameters, with or without a trailing slash. */
export interface PathPattern {
  /** Decoded parameters, or null when the path is another or cannot be decoded. */
  match(path: string): Readonly<Record<string, string>> | null;
}

export function compilePath(pattern: string): PathPattern {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const source = escaped.replace(/:([A-Za-z_]\w*)/g, "(?<$1>[^/]+)");
  const expression = new RegExp(`^${source}/?$`);
  return {
    match: (path) => {
      const found = expression.exec(path);
      return found === null ? null : decodeAll(found.groups ?? {});
    },
  };
}

function decodeAll(groups: Readonly<Record<string, string>>): Record<string, string> | null {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return null;
  }
}
