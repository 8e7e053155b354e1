/**
 * Identify: whose a track is. One process resolves for all of them, with the library's resolver;
 * the others send it what they see over the bus and hear what it decided. Knows where every subject
 * is, from all cameras of this process that see it.
 *
 * Follows docs/design/identity.md.
 */
export {
  createIdentify,
  type Identify,
  type IdentifyBus,
  type IdentifyPorts,
  type IdentifyStats,
} from "./identify.ts";
export type { IdentityStore, KnownSubject } from "./resolver-host.ts";
export type { SubjectOfTrack } from "./track-subjects.ts";
