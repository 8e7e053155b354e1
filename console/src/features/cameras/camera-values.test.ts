import { expect, test } from "vitest";

import type { RegistryCamera, Site } from "../../app/api.ts";
import { changeOf, creationOf, settingsOf, valuesOf } from "./camera-values.ts";

const site: Site = {
  site_id: "s",
  code: "campus",
  name: "Campus",
  time_zone: "UTC",
  floors: [
    {
      floor_id: "f",
      site_id: "s",
      code: "g",
      name: "Ground",
      level: 0,
      width_m: 20,
      height_m: 10,
      walls: [],
      plan_url: null,
    },
  ],
};
const camera: RegistryCamera = {
  camera_id: "id",
  number: 1,
  code: "c09",
  name: "Gate",
  site_id: "s",
  floor_id: "f",
  location_zone: "gate",
  source_url: "rtsp://me:***@host/1",
  enabled: true,
  settings: {
    detector: { kind: "motion", min_score: 0.4 },
    target_fps: 5,
    motion_gate: false,
    appearance: { kind: "hsv" },
  },
  installed_height_m: null,
  tilt_deg: null,
  intrinsics_version: null,
  calibration: null,
  created_at: "2026-01-01T00:00:00Z",
  health: null,
};

test("settingsOf gives back what valuesOf read", () => {
  expect(settingsOf(valuesOf(camera))).toEqual(camera.settings);
});

test("settingsOf leaves out what the server decides", () => {
  expect(settingsOf(valuesOf())).toEqual({});
});

test("settingsOf names model and head only for the user's own model", () => {
  const own = { ...valuesOf(), detector: "onnx" as const, modelPath: "/m.onnx" };
  expect(settingsOf(own).detector).toEqual({ kind: "onnx", model_path: "/m.onnx", head: "yolox" });
  expect(settingsOf({ ...own, detector: "nanodet" }).detector).toEqual({ kind: "nanodet" });
});

test("settingsOf names a model only for the user's own description of appearance", () => {
  const own = { ...valuesOf(), appearance: "onnx" as const, appearanceModelPath: " /osnet.onnx " };
  expect(settingsOf(own)).toEqual({ appearance: { kind: "onnx", model_path: "/osnet.onnx" } });
  expect(settingsOf({ ...own, appearance: "off" })).toEqual({ appearance: { kind: "off" } });
});

test("creationOf finds the site of the chosen floor", () => {
  const values = { ...valuesOf(), name: " Gate ", sourceUrl: "sim:c09", floorId: "f" };
  expect(creationOf(values, [site])).toMatchObject({ name: "Gate", site_id: "s", floor_id: "f" });
  expect(creationOf({ ...values, floorId: null }, [site])).toMatchObject({
    site_id: null,
    floor_id: null,
  });
  expect(creationOf(values, [site])).not.toHaveProperty("code");
});

test("changeOf never sends a masked address back", () => {
  expect(changeOf(valuesOf(camera), camera, [site])).not.toHaveProperty("source_url");
  const moved = { ...valuesOf(camera), sourceUrl: "rtsp://me:new@host/1" };
  expect(changeOf(moved, camera, [site])).toMatchObject({ source_url: "rtsp://me:new@host/1" });
});

test("changeOf keeps settings that the form does not show", () => {
  const settings = {
    detector: { kind: "motion" as const, motion_class: "dog" as const },
    pace: "as-fast-as-possible" as const,
  };
  const kept = { ...camera, settings };
  expect(changeOf(valuesOf(kept), kept, [site]).settings).toEqual(settings);
  const other = { ...valuesOf(kept), detector: "centernet" as const };
  expect(changeOf(other, kept, [site]).settings.detector).toEqual({ kind: "centernet" });
});
