/**
 * Reads the text of a `.env` file: `NAME=value` lines, `#` comments, single or double quotes,
 * an optional `export`. Lines that are none of these are skipped.
 *
 * Not Node's own parser: it takes every `#` for a comment, and cuts an MQTT topic such as
 * `rtls/gateways/#` or a password short. Here a comment needs a blank before it, as in a shell.
 */
export function parseEnvText(text: string): Record<string, string> {
  const variables: Record<string, string> = Object.create(null);
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line);
    if (match) variables[match[1]!] = parseValue(match[2]!.trim());
  }
  return variables;
}

function parseValue(text: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(text);
  if (quoted) return quoted[1] === '"' ? quoted[2]!.replaceAll("\\n", "\n") : quoted[2]!;
  return text.startsWith("#") ? "" : text.replace(/\s+#.*$/, "");
}
