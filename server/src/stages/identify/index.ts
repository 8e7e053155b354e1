/**
 * Identify: whose a track is. Carries appearance vectors onwards and names the subject of every
 * track that evidence has already tied to one; it never makes up a subject of its own.
 *
 * Follows docs/design/identity.md.
 */
export { createIdentify, type SubjectOfTrack } from "./identify.ts";
