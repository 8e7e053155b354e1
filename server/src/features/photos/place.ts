import { AppError, type ErrorDetail } from "../../base/index.ts";
import type { GeoPlace } from "./exif-place.ts";

/** The two ways a place can come with an upload; as they came, checked by nobody. */
export interface SentPlaces {
  readonly query: { readonly lat?: unknown; readonly lng?: unknown };
  readonly form: { readonly lat?: string; readonly lng?: string };
}

export interface PhotoPlace extends GeoPlace {
  readonly source: "sent" | "exif" | "none";
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** Reads what was sent: the form's value first, then the query's. Faults go to `faults`. */
export function readSentPlace(
  sent: SentPlaces,
  faults: ErrorDetail[],
): { readonly lat: number | null; readonly lng: number | null } {
  const query = {
    lat: readDegrees(sent.query.lat, ["query", "lat"], faults),
    lng: readDegrees(sent.query.lng, ["query", "lng"], faults),
  };
  const form = {
    lat: readDegrees(sent.form.lat, ["body", "lat"], faults),
    lng: readDegrees(sent.form.lng, ["body", "lng"], faults),
  };
  return { lat: form.lat ?? query.lat, lng: form.lng ?? query.lng };
}

/** Where the photo is: as sent, else as its EXIF data say, else 0.0, 0.0 as the clients expect. */
export function choosePlace(
  sent: { readonly lat: number | null; readonly lng: number | null },
  exif: GeoPlace | null,
): PhotoPlace {
  if (sent.lat !== null || sent.lng !== null) {
    return { latitude: sent.lat ?? 0, longitude: sent.lng ?? 0, source: "sent" };
  }
  if (exif !== null) return { ...exif, source: "exif" };
  return { latitude: 0, longitude: 0, source: "none" };
}

function readDegrees(
  value: unknown,
  loc: ErrorDetail["loc"],
  faults: ErrorDetail[],
): number | null {
  if (value === undefined || (value === "" && loc[0] === "body")) return null;
  const text = String(value);
  const number = NUMBER.test(text) ? Number(text) : NaN;
  if (Number.isFinite(number)) return number;
  const isNamed = /^\s*[+-]?(?:inf|infinity|nan)\s*$/i.test(text) || NUMBER.test(text);
  faults.push({
    type: isNamed ? "finite_number" : "float_parsing",
    loc,
    msg: isNamed
      ? "Input should be a finite number"
      : "Input should be a valid number, unable to parse string as a number",
    input: text.slice(0, 200),
  });
  return null;
}

/** @throws AppError `invalid` naming every fault */
export function refuseFaults(faults: readonly ErrorDetail[]): void {
  if (faults.length === 0) return;
  throw new AppError("invalid", "Request is not valid", { details: faults });
}
