import { describe, expect, test } from "vitest";
import type { Picture } from "../../pipeline/perception/contract.ts";
import { BackgroundModel, MotionGate } from "./index.ts";

const SIZE = { widthPx: 320, heightPx: 180 };

/** Gray ground, with boxes of other colours painted over. */
function scene(timeMs: number, boxes: { at: number[]; color: number[] }[] = []): Picture {
  const rgb = new Uint8Array(SIZE.widthPx * SIZE.heightPx * 3).fill(140);
  for (const { at, color } of boxes) {
    for (let y = at[1]!; y < at[3]!; y++) {
      for (let x = at[0]!; x < at[2]!; x++) rgb.set(color, (y * SIZE.widthPx + x) * 3);
    }
  }
  const picture: Picture = {
    size: SIZE,
    captureTimeMs: timeMs,
    rgb: async () => rgb,
    luma: async () => rgb,
    jpeg: async () => rgb,
    share: () => picture,
    release: () => undefined,
  };
  return picture;
}

const RED_COAT = [180, 40, 40];

async function settled(paint: (timeMs: number) => Picture): Promise<BackgroundModel> {
  const model = new BackgroundModel();
  for (let timeMs = 0; timeMs < 12_000; timeMs += 250) await model.update(paint(timeMs));
  return model;
}

describe("BackgroundModel", () => {
  test("marks what is new and nothing else", async () => {
    const model = await settled((timeMs) => scene(timeMs));
    const still = await model.update(scene(12_000));
    expect(still).toMatchObject({ changedShare: 0, isMoving: false, isSettled: true });
    const moved = await model.update(scene(12_250, [{ at: [50, 60, 70, 110], color: RED_COAT }]));
    expect(moved.isMoving).toBe(true);
    expect(moved.changedShare * SIZE.widthPx * SIZE.heightPx).toBe(20 * 50);
  });

  test("tells a shadow from a thing", async () => {
    const model = await settled((timeMs) => scene(timeMs));
    const shadow = { at: [100, 100, 140, 110], color: [84, 84, 88] };
    const field = await model.update(scene(12_000, [shadow]));
    expect(field.foreground[105 * SIZE.widthPx + 120]).toBe(2);
    expect(field.isMoving).toBe(false);
  });

  test("learns how dark shadows are here, so that dark clothes stay clothes", async () => {
    const coat = (x: number) => ({ at: [x, 60, x + 16, 100], color: RED_COAT });
    const lampShadow = (x: number) => ({ at: [x + 16, 92, x + 36, 100], color: [112, 112, 112] });
    const gray = { at: [250, 60, 262, 100], color: [78, 78, 78] };
    const model = await settled((timeMs) => scene(timeMs));
    expect((await model.update(scene(12_000, [gray]))).foreground[80 * 320 + 255]).toBe(2);
    for (let step = 1; step < 40; step++) {
      const x = 20 + step * 4;
      await model.update(scene(12_000 + step * 250, [coat(x), lampShadow(x)]));
    }
    const { foreground } = await model.update(scene(22_000, [coat(40), lampShadow(40), gray]));
    expect(foreground[96 * 320 + 70]).toBe(2);
    expect(foreground[80 * 320 + 255]).toBe(1);
  });

  test("forgets what stays exactly as it is for long, and keeps whoever stirs", async () => {
    const model = await settled((timeMs) => scene(timeMs));
    const bag = { at: [200, 90, 216, 100], color: RED_COAT };
    const standing = (timeMs: number) => {
      const lean = (timeMs / 250) % 2;
      return { at: [50 + lean, 60, 62 + lean, 100], color: RED_COAT };
    };
    let timeMs = 12_000;
    for (; timeMs < 24_000; timeMs += 250)
      await model.update(scene(timeMs, [bag, standing(timeMs)]));
    const { foreground } = await model.update(scene(timeMs, [bag, standing(timeMs)]));
    expect(foreground[95 * 320 + 208]).toBe(0);
    expect(foreground[80 * 320 + 56]).toBe(1);
  });

  test("learns the ground behind somebody who walks by at the start", async () => {
    const model = await settled((timeMs) => {
      const x = Math.floor(timeMs / 50);
      return scene(timeMs, [{ at: [x, 60, x + 20, 110], color: RED_COAT }]);
    });
    expect((await model.update(scene(12_000))).changedShare).toBeLessThan(0.001);
  });

  test("forgets the ghost of somebody who stood there while it learned", async () => {
    const stood = [{ at: [50, 60, 70, 110], color: RED_COAT }];
    const model = await settled((timeMs) => scene(timeMs, stood));
    for (let timeMs = 12_000; timeMs < 13_000; timeMs += 250) await model.update(scene(timeMs));
    expect((await model.update(scene(13_000))).changedShare).toBe(0);
  });

  test("forgets a ghost while somebody moves before it", async () => {
    const stood = [{ at: [50, 60, 70, 110], color: RED_COAT }];
    const model = await settled((timeMs) => scene(timeMs, stood));
    const mover = (x: number) => [{ at: [x, 60, x + 20, 110], color: [30, 60, 160] }];
    for (let step = 0; step < 12; step++) {
      await model.update(scene(12_000 + step * 250, mover(step % 2 === 0 ? 62 : 70)));
    }
    const { foreground } = await model.update(scene(15_000, mover(62)));
    expect(foreground[80 * SIZE.widthPx + 55]).toBe(0);
    expect(foreground[80 * SIZE.widthPx + 72]).toBe(1);
  });

  test("begins anew when everything changes at once", async () => {
    const model = await settled((timeMs) => scene(timeMs));
    const elsewhere = [{ at: [0, 0, 320, 150], color: [20, 90, 200] }];
    await model.update(scene(12_000, elsewhere));
    for (let timeMs = 12_250; timeMs < 15_000; timeMs += 250)
      await model.update(scene(timeMs, elsewhere));
    expect((await model.update(scene(15_000, elsewhere))).changedShare).toBe(0);
  });
});

describe("MotionGate", () => {
  test("opens on movement, lingers, then looks every 10 s", () => {
    const gate = new MotionGate();
    const step = (nowMs: number, isMoving: boolean, count: number) => {
      const runs = gate.shouldDetect({ isMoving, nowMs });
      if (runs) gate.detected({ count, nowMs });
      return runs;
    };
    expect(step(0, true, 0)).toBe(true);
    expect(step(2_900, false, 0)).toBe(true);
    expect(step(3_200, false, 0)).toBe(false);
    expect(step(12_000, false, 0)).toBe(false);
    expect(step(12_950, false, 0)).toBe(true);
    expect(gate.isEmpty).toBe(true);
  });

  test("stays ajar while somebody stands still", () => {
    const gate = new MotionGate();
    gate.detected({ count: 1, nowMs: 0 });
    expect(gate.isEmpty).toBe(false);
    expect(gate.shouldDetect({ isMoving: false, nowMs: 200 })).toBe(false);
    expect(gate.shouldDetect({ isMoving: false, nowMs: 500 })).toBe(true);
  });
});
