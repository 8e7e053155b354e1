import type { DetectorKind, ModelHead, OBJECT_CLASSES } from "@whereabouts/contracts/detection.ts";
import type { RegistryCamera, Site } from "../../app/api.ts";

type Settings = RegistryCamera["settings"];
type AppearanceKind = NonNullable<Settings["appearance"]>["kind"];

/** What can describe crops, so that somebody can be known again. */
export const APPEARANCE_KINDS = [
  "mobilenet-hsv",
  "hsv",
  "onnx",
  "off",
] as const satisfies readonly AppearanceKind[];

/** The camera form as its fields hold it; empty text or `""` means "as the server decides". */
export interface CameraValues {
  name: string;
  code: string;
  sourceUrl: string;
  floorId: string | null;
  locationZone: string;
  enabled: boolean;
  detector: "" | DetectorKind;
  modelPath: string;
  head: ModelHead;
  minScore: number | "";
  classes: (typeof OBJECT_CLASSES)[number][];
  targetFps: number | "";
  transport: "" | "tcp" | "udp";
  motionGate: boolean;
  appearance: "" | AppearanceKind;
  appearanceModelPath: string;
}

/** Field values of a camera, or of a new one. */
export function valuesOf(camera?: RegistryCamera): CameraValues {
  const settings: Settings = camera?.settings ?? {};
  return {
    name: camera?.name ?? "",
    code: camera?.code ?? "",
    sourceUrl: camera?.source_url ?? "",
    floorId: camera?.floor_id ?? null,
    locationZone: camera?.location_zone ?? "",
    enabled: camera?.enabled ?? true,
    detector: settings.detector?.kind ?? "",
    modelPath: settings.detector?.model_path ?? "",
    head: settings.detector?.head ?? "yolox",
    minScore: settings.detector?.min_score ?? "",
    classes: settings.detector?.classes ?? [],
    targetFps: settings.target_fps ?? "",
    transport: settings.rtsp_transport ?? "",
    motionGate: settings.motion_gate ?? true,
    appearance: settings.appearance?.kind ?? "",
    appearanceModelPath: settings.appearance?.model_path ?? "",
  };
}

/** Settings of the API for field values; what the server decides is left out. */
export function settingsOf(values: CameraValues): Settings {
  return {
    ...(values.detector === "" ? {} : { detector: detectorOf(values, values.detector) }),
    ...(values.targetFps === "" ? {} : { target_fps: values.targetFps }),
    ...(values.transport === "" ? {} : { rtsp_transport: values.transport }),
    ...(values.motionGate ? {} : { motion_gate: false }),
    ...(values.appearance === "" ? {} : { appearance: appearanceOf(values, values.appearance) }),
  };
}

function appearanceOf(values: CameraValues, kind: AppearanceKind) {
  return { kind, ...(kind === "onnx" && { model_path: values.appearanceModelPath.trim() }) };
}

function detectorOf(values: CameraValues, kind: DetectorKind) {
  const own = kind === "onnx" ? { model_path: values.modelPath, head: values.head } : {};
  return {
    kind,
    ...own,
    ...(values.minScore === "" ? {} : { min_score: values.minScore }),
    ...(values.classes.length === 0 ? {} : { classes: values.classes }),
  };
}

/** Body that creates a camera. */
export function creationOf(values: CameraValues, sites: readonly Site[]) {
  return {
    name: values.name.trim(),
    source_url: values.sourceUrl.trim(),
    ...(values.code === "" ? {} : { code: values.code.trim() }),
    ...placeOf(values, sites),
    enabled: values.enabled,
    settings: settingsOf(values),
  };
}

/** Body that changes a camera; an untouched address is left out because its password is masked. */
export function changeOf(values: CameraValues, camera: RegistryCamera, sites: readonly Site[]) {
  const { source_url, code, settings, ...rest } = creationOf(values, sites);
  return {
    ...rest,
    settings: withUnshown(settings, camera.settings),
    ...(source_url === (camera.source_url ?? "") ? {} : { source_url }),
    ...(code === undefined || code === camera.code ? {} : { code }),
  };
}

/** Keeps what the form has no field for, so that saving it changes nothing nobody saw. */
function withUnshown(settings: Settings, former: Settings): Settings {
  const { detector } = settings;
  const motionClass =
    former.detector?.kind === detector?.kind ? former.detector?.motion_class : undefined;
  return {
    ...(former.pace === undefined ? {} : { pace: former.pace }),
    ...settings,
    ...(detector === undefined || motionClass === undefined
      ? {}
      : { detector: { ...detector, motion_class: motionClass } }),
  };
}

function placeOf(values: CameraValues, sites: readonly Site[]) {
  const site = sites.find((s) => s.floors.some((floor) => floor.floor_id === values.floorId));
  return {
    site_id: site?.site_id ?? null,
    floor_id: site === undefined ? null : values.floorId,
    location_zone: values.locationZone.trim(),
  };
}
