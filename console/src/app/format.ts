/** Short local date and time of an ISO instant, or a dash. */
export function formatInstant(iso: string | null | undefined, language: string): string {
  if (iso === null || iso === undefined) return "–";
  return new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

const AGO_STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago an ISO instant was, in the reader's language. */
export function formatAgo(iso: string, language: string, nowMs = Date.now()): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000);
  const [unit, size] = AGO_STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ["second", 1];
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  return relative.format(-Math.trunc(seconds / size), unit);
}

/** A byte count with a binary unit: `12.3 MiB`. */
export function formatBytes(bytes: number | null, language: string): string {
  if (bytes === null) return "–";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${formatNumber(bytes / 1024 ** power, language, power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A number with at most `digits` fraction digits, or a dash. */
export function formatNumber(
  value: number | null | undefined,
  language: string,
  digits = 1,
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** A time span in its two largest units: `3 d 4 h`, `5 min 12 s`. */
export function formatSpan(totalSeconds: number): string {
  const steps: readonly [string, number][] = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  let rest = Math.max(0, Math.floor(totalSeconds));
  const parts: string[] = [];
  for (const [unit, size] of steps) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || (unit === "s" && parts.length === 0)) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ");
}
