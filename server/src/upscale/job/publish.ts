import { rename } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { AppError } from "../../base/index.ts";
import type { UpscaleMethod } from "../contract.ts";
import type { UpscaleJob } from "../messages.ts";

/** Contract section 9. */
const JPEG = { quality: 75, chromaSubsampling: "4:2:0" } as const;

/** Writes the finished tiles as the result, row by row; it appears whole. */
export async function publishResult(tilesPath: string, job: UpscaleJob): Promise<void> {
  const label = labelOf(job.method);
  const picture = sharp(tilesPath, { limitInputPixels: false }).jpeg(JPEG);
  await writeWhole(label === null ? picture : picture.withXmp(label), job.resultPath);
}

/** @returns where the map is: beside the result */
export async function publishMap(tilesPath: string, resultPath: string): Promise<string> {
  const path = `${resultPath}.invented.png`;
  const map = sharp(tilesPath, { limitInputPixels: false }).toColourspace("b-w").png();
  await writeWhole(map, path);
  return path;
}

async function writeWhole(picture: Sharp, path: string): Promise<void> {
  const unfinished = `${path}.part`;
  await picture.toFile(unfinished).catch((cause: unknown) => {
    throw new AppError("unavailable", "The enlarged picture cannot be written: is the disk full?", {
      cause,
    });
  });
  await rename(unfinished, path);
}

/**
 * Says in the picture itself that a network made details of it. Nothing else of the original's
 * metadata is kept. Null for what is only interpolated.
 *
 * Source: IPTC Photo Metadata 2025.1 and its NewsCodes, "Digital Source Type".
 */
function labelOf(method: UpscaleMethod): string | null {
  if (method === "bicubic") return null;
  const source =
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
  return `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmp:CreatorTool="Whereabouts, Real-ESRGAN ${method}"
    Iptc4xmpExt:DigitalSourceType="${source}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}
