import { integer, number, optionalNumber, optionalText } from "../setting.ts";

export const video = {
  title: "Video and detection",
  settings: {
    targetFps: number("TARGET_FPS", {
      default: 3,
      min: 0.1,
      max: 60,
      meaning: "Frames per second and camera that are looked at",
    }),
    frameJpegQuality: integer("FRAME_JPEG_QUALITY", {
      default: 70,
      min: 1,
      max: 100,
      meaning: "Quality of JPEG pictures",
    }),
    detectionConfidenceThreshold: optionalNumber("DETECTION_CONFIDENCE_THRESHOLD", {
      min: 0,
      max: 1,
      meaning: "Least confidence of a detection",
      defaultNote: "what was measured best for each detector",
    }),
    appearanceModel: optionalText("APPEARANCE_MODEL", {
      meaning: "ONNX file of a person re-identification network, such as OSNet or CLIP-ReID",
      defaultNote: "a small network and colours",
    }),
  },
};
