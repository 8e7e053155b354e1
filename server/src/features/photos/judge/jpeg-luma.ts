const MARKER = { start: 0xd8, scan: 0xda, adobe: 0xee, comment: 0xfe } as const;
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;

/** APP14 of Adobe Technical Note 5116 with transform 0: the components are not converted. */
const UNCONVERTED = Buffer.from("ffee000e41646f62650064000000000000", "hex");
const ADOBE_TRANSFORM_AT = 15;
const COMPONENTS_AT = 9;
const IDENTIFIERS_AT = 10;

/**
 * The same JPEG, told to hold three components that need no conversion. Decoded, its first channel
 * is the Y channel to the bit, as a decoder gives it that is asked for grey.
 *
 * @returns null when the components are not YCbCr: grey, RGB, CMYK, or headers that make no sense
 */
export function luminanceStream(jpeg: Buffer): Buffer | null {
  const kept: Buffer[] = [Buffer.of(0xff, MARKER.start), UNCONVERTED];
  let [hasJfif, adobeTransform, isColour, names] = [false, -1, false, ""];
  for (let at = 2; at + 4 <= jpeg.length;) {
    if (jpeg[at] !== 0xff) return null;
    const marker = jpeg[at + 1] ?? 0;
    // Any number of fill bytes may come before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === MARKER.scan) {
      const isYcc = hasJfif || (adobeTransform < 0 ? names !== "RGB" : adobeTransform > 0);
      return isColour && isYcc ? Buffer.concat([...kept, jpeg.subarray(at)]) : null;
    }
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const segment = jpeg.subarray(at, end);
    if (isFrame(marker)) {
      isColour = segment[COMPONENTS_AT] === 3;
      const ids = [0, 3, 6].map((step) => segment[IDENTIFIERS_AT + step] ?? 0);
      names = String.fromCharCode(...ids);
    }
    const name = segment.subarray(4, 9).toString("latin1");
    if (marker === 0xe0 && name === "JFIF\0") hasJfif = true;
    if (marker === MARKER.adobe && name === "Adobe") {
      adobeTransform = segment[ADOBE_TRANSFORM_AT] ?? -1;
    }
    if (!isApplication(marker) && marker !== MARKER.comment) kept.push(segment);
    at = end;
  }
  return null;
}
