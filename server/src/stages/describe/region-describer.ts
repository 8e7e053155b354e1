import type { Detection, SizePx } from "../../model/index.ts";
import type {
  Described,
  Describer,
  MotionPicture,
  Picture,
} from "../../pipeline/perception/contract.ts";
import type { AppearanceStats } from "../../pipeline/perception-port.ts";
import { cropWeights } from "./crop-weights.ts";
import type { Crop, Descriptor } from "./descriptor.ts";
import type { DescriptorLoader } from "./descriptor-loader.ts";
import { boxQuality, sharpnessFactor, sharpnessOf } from "./quality.ts";
import { RecentPlaces, type Place } from "./recent-places.ts";

/** Worse crops say more about what hides somebody than about somebody. */
const QUALITY_MIN = 0.15;
/** As many crops go into one run; a crowd is described over several pictures. */
const CROPS_MAX = 8;
/** A place is described again after this, or when its crop is clearly better. */
const DESCRIBE_INTERVAL_MS = 300;
const BETTER_BY = 0.15;

/** Crops for people to look at are kept seldom. */
const JPEG_INTERVAL_MS = 2_000;
/** A clearly better crop may come sooner, but not sooner than this. */
const JPEG_BETTER_INTERVAL_MS = 500;
const JPEGS_PER_PICTURE_MAX = 2;
const JPEG_SIZE = { widthPx: 128, heightPx: 256 } as const;
const JPEG_QUALITY = 75;

interface Candidate {
  readonly index: number;
  readonly detection: Detection;
  readonly place: Place;
  quality: number;
}

/** Describes the detections of one camera: the good ones, seldom, and all of a picture at once. */
export class RegionDescriber implements Describer {
  readonly #loader: DescriptorLoader;
  readonly #places = new RecentPlaces();
  readonly #skipped = { poor: 0, recent: 0, excess: 0, failed: 0 };
  #described = 0;
  #crops = 0;
  #name: string | null = null;

  constructor(loader: DescriptorLoader) {
    this.#loader = loader;
  }

  get stats(): AppearanceStats {
    const [described, crops, skipped] = [this.#described, this.#crops, { ...this.#skipped }];
    return { descriptor: this.#name, described, crops, skipped };
  }

  get trouble(): string | null {
    return this.#loader.trouble;
  }

  async describe(input: MotionPicture, detections: readonly Detection[]): Promise<Described> {
    const descriptor = this.#loader.current();
    this.#name = descriptor.name;
    const { picture } = input;
    this.#places.forgetBefore(picture.captureTimeMs);
    const rated = detections.map((detection) => ({
      ...detection,
      quality: boxQuality(detection, detections, picture.size),
    }));
    const candidates = this.#choose(rated, picture.captureTimeMs);
    const found = await this.#lookAt(candidates, input, descriptor).catch(() => {
      this.#skipped.failed += candidates.length;
      this.#loader.failed(descriptor);
      return [];
    });
    for (const { index, extra } of found) rated[index] = { ...rated[index]!, ...extra };
    return { detections: rated, descriptor: descriptor.name };
  }

  /** The best of those that are good enough and not described a moment ago. */
  #choose(
    rated: readonly (Detection & { readonly quality: number })[],
    nowMs: number,
  ): readonly Candidate[] {
    const candidates = rated.flatMap((detection, index): Candidate[] => {
      const { quality } = detection;
      if (quality < QUALITY_MIN) {
        this.#skipped.poor++;
        return [];
      }
      const place = this.#places.of(detection, nowMs);
      const isRecent = Math.abs(nowMs - place.describedMs) < DESCRIBE_INTERVAL_MS;
      if (isRecent && quality < place.describedQuality + BETTER_BY) {
        this.#skipped.recent++;
        return [];
      }
      return [{ index, detection, place, quality }];
    });
    // Whoever waited longest comes first, so that in a crowd everybody has a turn.
    candidates.sort((a, b) => a.place.describedMs - b.place.describedMs || b.quality - a.quality);
    this.#skipped.excess += Math.max(0, candidates.length - CROPS_MAX);
    return candidates.slice(0, CROPS_MAX);
  }

  async #lookAt(
    candidates: readonly Candidate[],
    { picture, motion }: MotionPicture,
    descriptor: Descriptor,
  ): Promise<readonly { readonly index: number; readonly extra: Partial<Detection> }[]> {
    const { size } = descriptor;
    const good: (Candidate & { readonly crop: Crop })[] = [];
    for (const candidate of candidates) {
      const region = candidate.detection.boxPx;
      const rgb = await picture.rgb(size, region);
      candidate.quality *= sharpnessFactor(sharpnessOf(rgb, size));
      const weights = cropWeights({ region, picture: picture.size, size, motion });
      if (candidate.quality < QUALITY_MIN) this.#skipped.poor++;
      else good.push({ ...candidate, crop: { size, rgb, weights } });
    }
    if (good.length === 0) return [];
    const vectors = await descriptor.describe(good.map(({ crop }) => crop));
    this.#described += good.length;
    const jpegs = await this.#keepCrops(good, picture);
    return good.map(({ index, place, quality }, at) => {
      place.describedMs = picture.captureTimeMs;
      place.describedQuality = quality;
      const [appearance, crop] = [vectors[at]!, jpegs.get(index)];
      return { index, extra: { appearance, quality, ...(crop && { crop }) } };
    });
  }

  /** JPEGs of the few that nobody has a picture of yet, by the detection's index. */
  async #keepCrops(
    good: readonly Candidate[],
    picture: Picture,
  ): Promise<ReadonlyMap<number, Uint8Array>> {
    const nowMs = picture.captureTimeMs;
    const due = good
      .filter(({ quality, place }) => isCropDue(place, quality, nowMs))
      .sort((a, b) => b.quality - a.quality)
      .slice(0, JPEGS_PER_PICTURE_MAX);
    const jpegs = new Map<number, Uint8Array>();
    for (const { index, detection, place, quality } of due) {
      const part = { region: detection.boxPx, size: jpegSize(detection) };
      jpegs.set(index, await picture.jpeg(JPEG_QUALITY, part));
      place.croppedMs = nowMs;
      place.croppedQuality = quality;
      this.#crops++;
    }
    return jpegs;
  }
}

function isCropDue(place: Place, quality: number, nowMs: number): boolean {
  const sinceMs = Math.abs(nowMs - place.croppedMs);
  if (sinceMs >= JPEG_INTERVAL_MS) return true;
  return sinceMs >= JPEG_BETTER_INTERVAL_MS && quality >= place.croppedQuality + BETTER_BY;
}

/** The crop's own shape, no larger than it is, on even sides. */
function jpegSize({ boxPx: [x1, y1, x2, y2] }: Detection): SizePx {
  const scale = Math.min(1, JPEG_SIZE.widthPx / (x2 - x1), JPEG_SIZE.heightPx / (y2 - y1));
  const even = (side: number) => Math.max(2, 2 * Math.floor((side * scale) / 2));
  return { widthPx: even(x2 - x1), heightPx: even(y2 - y1) };
}
