import type { Audit, Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type {
  LinkDecision,
  ObjectClass,
  SubjectMemory,
  SubjectSight,
  TrackPicture,
} from "../../model/index.ts";
import { changeRoutes } from "./change-routes.ts";
import { readGallery, type GallerySubject } from "./gallery.ts";
import { IdentityLease, type IdentityNode } from "./identity-lease.ts";
import { IdentityWriter, type QueueFigures } from "./identity-writer.ts";
import { readRoutes } from "./read-routes.ts";
import { SubjectChanges } from "./subject-changes.ts";
import { SubjectNumbers } from "./subject-numbers.ts";
import { eraseForgotten, type RetentionLimits } from "./subject-retention.ts";

export interface SubjectsPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly media: Pick<MediaStore, "add" | "read" | "remove">;
  readonly audit: Audit;
  /** The one registry of cameras. */
  readonly cameras: { find(key: string): { readonly id: string } | undefined };
  readonly node: IdentityNode;
}

/** The stage that resolves identities, as this feature switches it. */
export interface ResolvingStage {
  lead(gallery: readonly GallerySubject[]): void;
  follow(): void;
}

export interface Subjects extends Disposable {
  readonly routes: readonly Route[];
  /** Where the stage `identify` hands what it decided; nothing here makes it wait. */
  readonly store: {
    nextGlobalId(objectClass: ObjectClass): string;
    decided(decisions: readonly LinkDecision[]): void;
    pictured(pictures: readonly TrackPicture[]): void;
    remember(memories: readonly SubjectMemory[]): void;
    seen(sights: ReadonlyMap<string, SubjectSight>): void;
    recall(subjectIds: readonly string[]): Promise<readonly GallerySubject[]>;
  };
  /** Lets `stage` resolve while this process holds the lease on it. */
  start(stage: ResolvingStage): Promise<void>;
  /** One round of retention. @returns subjects erased */
  erase(limits: RetentionLimits): Promise<number>;
  stats(): { readonly queues: readonly QueueFigures[]; readonly paused: boolean };
}

/** Subjects the resolver starts with: as many as it keeps in memory. */
const GALLERY_MAX = 2000;

export function createSubjects(ports: SubjectsPorts): Subjects {
  const { db, clock, log, media, node } = ports;
  const changes = new SubjectChanges(ports);
  const numbers = new SubjectNumbers(db, log);
  const writer = new IdentityWriter({ db, media, clock, log });
  let lease: IdentityLease | null = null;
  return {
    routes: [...readRoutes(ports), ...changeRoutes({ ...ports, changes })],
    store: {
      nextGlobalId: (objectClass) => numbers.next(objectClass),
      decided: (decisions) => writer.decided(decisions),
      pictured: (pictures) => writer.pictured(pictures),
      remember: (memories) => writer.remember(memories),
      seen: (sights) => writer.seen(sights),
      recall: (subjectIds) => readGallery(db, subjectIds.length, subjectIds),
    },
    start: async (stage) => {
      const onChange = async (holds: boolean): Promise<void> => {
        if (!holds) return stage.follow();
        await numbers.fetch();
        stage.lead(await readGallery(db, GALLERY_MAX));
      };
      lease = new IdentityLease({ db, clock, log, node, onChange });
      await lease.start();
    },
    erase: (limits) => eraseForgotten({ db, media }, limits),
    stats: () => ({ queues: writer.queues(), paused: writer.paused }),
    dispose: async () => {
      // What was decided is in the database before another process takes over.
      await writer.dispose();
      await lease?.dispose();
    },
  };
}
