import type { RememberedSubject } from "./identity.ts";
import { lastSeenOf } from "./subject.ts";
import type { Subject } from "./subject.ts";

/** A copy of what is worth storing. */
export function rememberedOf(subject: Subject): RememberedSubject {
  const { gallery } = subject;
  const { direction, descriptor } = gallery;
  return {
    subjectKey: subject.key,
    classId: subject.classId,
    isConfirmed: subject.isConfirmed,
    trackCount: subject.trackCount,
    exemplars: gallery.exemplars.map((exemplar) => ({ ...exemplar })),
    mean: direction === null ? null : { descriptor, appearance: direction.slice() },
    lastSeen: lastSeenOf(subject),
    cannotLinkSubjectKeys: [...subject.cannotLinks],
  };
}
