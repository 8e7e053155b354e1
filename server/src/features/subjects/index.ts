/**
 * Subjects: persons, animals and vehicles the site has met. Owns their rows, the links of tracks to
 * them with all evidence, their exemplars and crops, and what people say about them.
 *
 * Follows docs/design/identity.md.
 */
export { createSubjects, type Subjects, type SubjectsPorts } from "./create-subjects.ts";
export {
  bindExternalSubjects,
  type ExternalBinding,
  type ExternalSubject,
} from "./external-subjects.ts";
