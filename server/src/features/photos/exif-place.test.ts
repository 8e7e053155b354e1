import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readExifPlace } from "./exif-place.ts";
import { testPicture } from "./testing.ts";

async function exifOf(place: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const { exif } = await sharp(await testPicture({ exif: { IFD3: place } })).metadata();
  return exif ?? new Uint8Array();
}

const SEOUL = {
  GPSLatitudeRef: "N",
  GPSLatitude: "37/1 33/1 5940/100",
  GPSLongitudeRef: "E",
  GPSLongitude: "126/1 58/1 4080/100",
};

describe("readExifPlace", () => {
  it("reads degrees, minutes and seconds with their hemisphere", async () => {
    const seoul = readExifPlace(await exifOf(SEOUL));
    expect(seoul?.latitude).toBeCloseTo(37.5665, 6);
    expect(seoul?.longitude).toBeCloseTo(126.978, 6);
    const south = await exifOf({ ...SEOUL, GPSLatitudeRef: "S", GPSLongitudeRef: "W" });
    expect(readExifPlace(south)?.latitude).toBeCloseTo(-37.5665, 6);
  });

  it("has no place where half of it is missing or no place on earth", async () => {
    const { GPSLatitude, GPSLatitudeRef } = SEOUL;
    expect(readExifPlace(await exifOf({ GPSLatitude, GPSLatitudeRef }))).toBeNull();
    const far = await exifOf({ ...SEOUL, GPSLatitude: "137/1 0/1 0/1" });
    expect(readExifPlace(far)).toBeNull();
    expect(readExifPlace(await exifOf({ ...SEOUL, GPSLatitude: "1/0 0/1 0/1" }))).toBeNull();
    expect(readExifPlace(new Uint8Array())).toBeNull();
  });

  it("never reads outside of damaged bytes", async () => {
    const whole = await exifOf(SEOUL);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = value;
        readExifPlace(damaged);
        readExifPlace(damaged.subarray(0, at));
      }),
    );
  });
});
