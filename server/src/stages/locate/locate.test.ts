import { describe, expect, it } from "vitest";
import type { TrackedFrame, PixelBox, SizePx } from "../../model/index.ts";
import { createLocate, type LocateCamera } from "./locate.ts";

const SIZE: SizePx = { widthPx: 100, heightPx: 100 };
/** One pixel is a decimetre, y turned upwards. */
const camera: LocateCamera = {
  siteId: "site",
  floorId: "floor",
  calibration: {
    homography: [0.1, 0, 0, 0, -0.1, 10, 0, 0, 1],
    pairs: [],
    rmsErrorM: 0.5,
    size: SIZE,
  },
};

function frame(boxPx: PixelBox, size: SizePx | null = SIZE): TrackedFrame {
  const box = {
    boxPx,
    score: 1,
    objectClass: "person",
    trackClass: "person",
    trackId: "t",
    sourceTrackId: "1",
    isNew: false,
  } as const;
  return {
    cameraId: "c",
    captureTimeMs: 0,
    size,
    origin: "camera",
    boxes: [box],
    endedTrackIds: [],
  };
}

const locate = (known: LocateCamera | undefined, input: TrackedFrame) =>
  createLocate({ find: () => known }).locate(input);

describe("locate", () => {
  it("carries the foot point to the plan, with the error of box and calibration", () => {
    const { boxes, siteId, floorId } = locate(camera, frame([40, 20, 60, 60]));
    expect([siteId, floorId]).toEqual(["site", "floor"]);
    expect(boxes[0]?.positionM?.map((metres) => metres.toFixed(6))).toEqual([
      "5.000000",
      "4.100000",
    ]);
    const [xx, xy, yy] = boxes[0]!.covarianceM2!;
    expect(xx).toBeCloseTo(0.25 + 0.04, 6);
    expect(xy).toBeCloseTo(0, 9);
    expect(yy).toBeCloseTo(0.25 + 0.04, 6);
  });

  it("takes another tracker's foot point as it is, and places ours a toe behind the edge", () => {
    const [ours] = locate(camera, frame([40, 20, 60, 60])).boxes;
    const foreign = { ...frame([40, 20, 60, 60]), origin: "ingest" as const };
    expect(locate(camera, foreign).boxes[0]?.positionM?.[1]).toBeCloseTo(4, 6);
    expect(ours?.positionM?.[1]).toBeCloseTo(4.1, 6);
  });

  it("takes the lens out of a pinhole's picture", () => {
    // Straight down from 10 m: a pixel is a decimetre but for the lens, which pulls 30 px to 27.3.
    const pinhole = {
      focalPx: 100,
      principalPx: [50, 50],
      distortion: [-1, 0],
      rotation: [1, 0, 0, 0, -1, 0, 0, 0, -1],
      translationM: [-5, 5, 10],
    } as const;
    const known = { ...camera, calibration: { ...camera.calibration!, pinhole } };
    const { boxes } = locate(known, { ...frame([72.3, 30, 82.3, 50]), origin: "ingest" });
    expect(boxes[0]?.positionM?.[0]).toBeCloseTo(8, 6);
    expect(boxes[0]?.positionM?.[1]).toBeCloseTo(5, 6);
  });

  it("scales boxes when the stream has another size than the calibrated picture", () => {
    const doubled = frame([80, 40, 120, 120], { widthPx: 200, heightPx: 200 });
    expect(locate(camera, doubled).boxes[0]?.positionM?.[0]).toBeCloseTo(5, 9);
  });

  it("gives no place without calibration, beyond the horizon, or when it would be a guess", () => {
    const bare = { ...camera, calibration: null };
    expect(locate(bare, frame([40, 20, 60, 60])).boxes[0]).toMatchObject({ positionM: null });
    expect(locate(undefined, frame([40, 20, 60, 60]))).toMatchObject({ floorId: null });
    const tilted = {
      ...camera,
      calibration: { ...camera.calibration!, homography: [1, 0, 0, 0, 1, 0, 0, 0.01, -0.5] },
    };
    expect(locate(tilted, frame([40, 20, 60, 40])).boxes[0]?.positionM).toBeNull();
    expect(locate(tilted, frame([40, 20, 60, 51])).boxes[0]?.positionM).toBeNull();
    expect(locate(tilted, frame([40, 90, 60, 100])).boxes[0]?.positionM).not.toBeNull();
  });
});
