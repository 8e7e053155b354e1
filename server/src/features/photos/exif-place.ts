/** A place in WGS 84 degrees. */
export interface GeoPlace {
  readonly latitude: number;
  readonly longitude: number;
}

const GPS_POINTER = 0x8825;
const TAG = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 } as const;
const TYPE = { ascii: 2, long: 4, rational: 5 } as const;
const ENTRIES_MAX = 500;

/**
 * The place in a picture's EXIF data (EXIF 2.32, 4.6.6), or null when there is none that makes
 * sense. The bytes are foreign: nothing is read outside of them.
 */
export function readExifPlace(exif: Uint8Array): GeoPlace | null {
  try {
    return readPlace(exif);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readPlace(exif: Uint8Array): GeoPlace | null {
  const start = String.fromCharCode(...exif.subarray(0, 4)) === "Exif" ? 6 : 0;
  const tiff = new Tiff(exif.subarray(start));
  const pointer = tiff.entry(tiff.firstDirectory, GPS_POINTER, TYPE.long);
  if (pointer === null) return null;
  const directory = tiff.long(pointer);
  const latitude = tiff.degrees(directory, TAG.latitude, TAG.latitudeRef);
  const longitude = tiff.degrees(directory, TAG.longitude, TAG.longitudeRef);
  if (latitude === null || longitude === null) return null;
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isOnEarth ? { latitude, longitude } : null;
}

/** TIFF 6.0, section 2. Reading outside of the bytes throws a RangeError. */
class Tiff {
  readonly #view: DataView;
  readonly #little: boolean;
  readonly firstDirectory: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = this.#view.getUint8(0) === 0x49;
    this.firstDirectory = this.long(4);
  }

  long(offset: number): number {
    return this.#view.getUint32(offset, this.#little);
  }

  /** Offset of an entry's value field, or null when the directory has no such entry. */
  entry(directory: number, tag: number, type: number): number | null {
    const count = Math.min(this.#view.getUint16(directory, this.#little), ENTRIES_MAX);
    for (let index = 0; index < count; index++) {
      const at = directory + 2 + index * 12;
      if (this.#view.getUint16(at, this.#little) !== tag) continue;
      return this.#view.getUint16(at + 2, this.#little) === type ? at + 8 : null;
    }
    return null;
  }

  /** Degrees, minutes and seconds with their hemisphere, as degrees. */
  degrees(directory: number, tag: number, refTag: number): number | null {
    const [value, ref] = [
      this.entry(directory, tag, TYPE.rational),
      this.entry(directory, refTag, TYPE.ascii),
    ];
    if (value === null || ref === null) return null;
    const at = this.long(value);
    const parts = [0, 8, 16].map((step) => this.#rational(at + step));
    const [degrees = NaN, minutes = NaN, seconds = NaN] = parts;
    const sum = degrees + minutes / 60 + seconds / 3600;
    if (!Number.isFinite(sum)) return null;
    return /[SW]/.test(String.fromCharCode(this.#view.getUint8(ref))) ? -sum : sum;
  }

  #rational(offset: number): number {
    const [top, bottom] = [this.long(offset), this.long(offset + 4)];
    // Some phones write 0/0 for seconds they do not have.
    return top === 0 && bottom === 0 ? 0 : top / bottom;
  }
}
