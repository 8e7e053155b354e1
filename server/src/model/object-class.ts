import { OBJECT_CLASSES } from "@whereabouts/contracts/detection.ts";

export { OBJECT_CLASSES };

/** `unknown` stands for a moving thing no detector has named (motion detector). */
export type ObjectClass = (typeof OBJECT_CLASSES)[number] | "unknown";

/** COCO 80-class index (0 = person) of each class we follow; `undefined` for `unknown`. */
export const COCO_CLASS_INDEX: Readonly<Record<ObjectClass, number | undefined>> = {
  person: 0,
  bicycle: 1,
  car: 2,
  motorcycle: 3,
  bus: 5,
  truck: 7,
  bird: 14,
  cat: 15,
  dog: 16,
  horse: 17,
  unknown: undefined,
};
