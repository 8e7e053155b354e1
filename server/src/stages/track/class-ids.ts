import { OBJECT_CLASSES, type ObjectClass } from "../../model/index.ts";

const UNKNOWN_CLASS = OBJECT_CLASSES.length;

/** The number by which the tracker knows a class. */
export function classIdOf(objectClass: ObjectClass): number {
  const index = OBJECT_CLASSES.findIndex((name) => name === objectClass);
  return index < 0 ? UNKNOWN_CLASS : index;
}

export function classOf(classId: number): ObjectClass {
  return OBJECT_CLASSES[classId] ?? "unknown";
}

/** Classes that the tracker votes on together. */
export function groupOf(...classes: readonly ObjectClass[]): readonly number[] {
  return classes.map(classIdOf);
}
