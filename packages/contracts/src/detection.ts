/**
 * What can be found, by which detectors. Free of the schema library, so that the console and the
 * model take the same lists without loading it.
 */

/** The classes Whereabouts follows, by their COCO names. */
export const OBJECT_CLASSES = [
  "person",
  "cat",
  "dog",
  "bird",
  "horse",
  "bicycle",
  "car",
  "motorcycle",
  "bus",
  "truck",
] as const;

export const DETECTOR_KINDS = ["centernet", "nanodet", "motion", "onnx"] as const;
export type DetectorKind = (typeof DETECTOR_KINDS)[number];

/** Output layouts of the user's own models. */
export const MODEL_HEADS = ["yolox", "yolov8", "rtdetr"] as const;
export type ModelHead = (typeof MODEL_HEADS)[number];
