import { hostname } from "node:os";
import path from "node:path";
import type { Route, SocketRoute } from "@whereabouts/contracts";
import { sql } from "kysely";
import { ENVIRONMENT_CODES, SIMULATED_VIDEO, siteSeed } from "@whereabouts/simulator";
import type { Disposable, Disposer } from "../base/index.ts";
import type { Access } from "../features/access/index.ts";
import { createCameras, type CameraNode, type Cameras } from "../features/cameras/index.ts";
import { createDemo } from "../features/demo/index.ts";
import { createFleet, type Fleet } from "../features/fleet/index.ts";
import { createLive, type Live } from "../features/live/index.ts";
import { createOps, type Ops } from "../features/ops/index.ts";
import { createPhotos, type Photos } from "../features/photos/index.ts";
import { createSites, type PlanStore, type Sites } from "../features/sites/index.ts";
import { bindExternalSubjects, createSubjects, type Subjects } from "../features/subjects/index.ts";
import { createTrackBindings, createTracks, type Tracks } from "../features/tracks/index.ts";
import { MediaStore } from "../media/index.ts";
import { createPipeline } from "../pipeline/index.ts";
import { createIdentify, type Identify } from "../stages/identify/index.ts";
import { createLocate } from "../stages/locate/index.ts";
import { createPublish } from "../stages/publish/index.ts";
import { createRules } from "../stages/rules/index.ts";
import { createStore } from "../stages/store/index.ts";
import { createTrack } from "../stages/track/index.ts";
import { createZones } from "../stages/zones/index.ts";
import { createUpscaler } from "../upscale/index.ts";
import { NodeCalls } from "../transport/index.ts";
import type { Foundation } from "./foundation.ts";
import { opsOptions, registerMetrics, type Figures } from "./monitoring.ts";

type Pipeline = ReturnType<typeof createPipeline>;
type Store = ReturnType<typeof createStore>;
type Zones = ReturnType<typeof createZones>;
type Bindings = ReturnType<typeof createTrackBindings>;

/** The parts whose figures the overview and the metrics show. */
export interface Measured extends Foundation {
  readonly sites: Sites;
  readonly cameras: Cameras;
  readonly tracks: Tracks;
  readonly live: Live;
  readonly pipeline: Pipeline;
  readonly store: Store;
  readonly zones: Zones;
  readonly subjects: Subjects;
  readonly identify: Identify;
  readonly fleet: Fleet;
  readonly figures: Figures;
}

/** Everything the server is made of, built and not yet started. */
export interface Parts extends Measured {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly ops: Ops;
  readonly photos: Photos;
  /** Loads what stands, lets the cameras run, and plants the simulated site where it belongs. */
  start(): Promise<void>;
}

/** Builds the features and the pipeline on their foundation. Touches neither network nor disk. */
export function assemble(
  foundation: Foundation,
  access: Pick<Access, "routes" | "audit">,
  context: { readonly disposer: Disposer; readonly figures: Figures; readonly version: string },
): Parts {
  const { bus, clock } = foundation;
  const { audit } = access;
  const { disposer, figures, version } = context;
  const media = mediaStore(foundation);
  const sites = disposer.add(createSites({ ...foundation, plans: planStore(media) }));
  const bindings = createTrackBindings(foundation.db, (named) =>
    bindExternalSubjects(foundation, named),
  );
  const cameras = createCameras({
    ...foundation,
    plans: sites.catalog,
    node: cameraNode(foundation),
    nodes: new NodeCalls({ apiKey: foundation.secrets.apiKey }),
    forgetCamera: (cameraId) => stages.pipeline.forgetCamera(cameraId),
  });
  const subjects = disposer.add(buildSubjects(foundation, { access, cameras, media }));
  const parts = { sites, cameras, bindings, subjects };
  const stages = disposer.add(buildPipeline(foundation, parts));
  disposer.add(cameras);
  const live = disposer.add(createLive({ bus, clock }));
  const tracks = buildTracks(foundation, { ...parts, ...stages });
  const fleet = disposer.add(buildFleet(foundation, () => stages.identify.stats().leads));
  const measured: Measured = { ...foundation, ...stages, ...parts, tracks, live, fleet, figures };
  const photos = disposer.add(buildPhotos(foundation, { cameras, media, disposer, audit }));
  const ops = disposer.add(createOps(opsOptions(measured, version)));
  registerMetrics(ops.metrics, measured);
  const features = [access, sites, cameras, subjects, tracks, live, photos, fleet, ops];
  return {
    ...measured,
    ops,
    photos,
    routes: features.flatMap((feature) => feature.routes),
    sockets: [...cameras.sockets, ...live.sockets, ...fleet.sockets],
    start: async () => {
      foundation.perception.onFrame((frame) => stages.pipeline.submitDetected(frame));
      await sites.start();
      await subjects.start(stages.identify);
      await cameras.start();
      await fleet.start();
      await cameras.importCameras(foundation.config.cameras);
      await plantDemo(foundation, { sites, cameras });
    },
  };
}

function buildPhotos(
  foundation: Foundation,
  parts: {
    readonly cameras: Cameras;
    readonly media: MediaStore;
    readonly disposer: Disposer;
    readonly audit: Access["audit"];
  },
): Photos {
  const dataDir = path.resolve(foundation.config.server.dataDir);
  const modelsDir = path.join(dataDir, "models");
  const upscaler = parts.disposer.add(createUpscaler({ ...foundation, modelsDir }));
  return createPhotos({ ...foundation, ...parts, upscaler, dataDir });
}

/** @param leads true in the one process that decides for all, identities and roadblocks alike */
function buildFleet(foundation: Foundation, leads: () => boolean): Fleet {
  const { secrets, config } = foundation;
  return createFleet({
    ...foundation,
    leads,
    hmacSecretKey: secrets.hmacSecretKey,
    defaultMapId: config.fleet.defaultMapId,
  });
}

function cameraNode({ config }: Foundation): CameraNode {
  return {
    name: `${hostname()} (process ${process.pid})`,
    url: config.server.nodeUrl,
    runsCameras: config.server.roles.includes("camera"),
    ownsDatabase: config.database.kind === "embedded",
  };
}

interface Features {
  readonly sites: Sites;
  readonly cameras: Cameras;
}

function buildSubjects(
  foundation: Foundation,
  parts: {
    readonly access: Pick<Access, "audit">;
    readonly cameras: Cameras;
    readonly media: MediaStore;
  },
): Subjects {
  const { roles } = foundation.config.server;
  const { name, ownsDatabase } = cameraNode(foundation);
  return createSubjects({
    ...foundation,
    media: parts.media,
    audit: parts.access.audit,
    cameras: parts.cameras.registry,
    node: { name, ownsDatabase, sees: roles.includes("camera") || roles.includes("api") },
  });
}

interface Stages extends Disposable {
  readonly pipeline: Pipeline;
  readonly store: Store;
  readonly zones: Zones;
  readonly identify: Identify;
}

/** One of each stage; stopping lets the frames that are under way reach the database. */
function buildPipeline(
  { db, bus, clock, log }: Foundation,
  parts: Features & { readonly bindings: Bindings; readonly subjects: Subjects },
): Stages {
  const { sites, cameras, bindings, subjects } = parts;
  const identify = createIdentify({ bus, clock, log, bindings, store: subjects.store });
  const store = createStore({ db, clock, log });
  const zones = createZones({ clock, zonesOf: (floorId) => sites.catalog.zonesOf(floorId) });
  const pipeline = createPipeline({
    log,
    clock,
    stages: {
      track: createTrack(),
      locate: createLocate(cameras),
      identify,
      zones,
      rules: createRules([], log),
      publish: createPublish({ bus, cameras, clock }),
      store,
    },
  });
  const dispose = async (): Promise<void> => {
    await pipeline.dispose();
    await identify.dispose();
    await store.dispose();
  };
  return { pipeline, store, zones, identify, dispose };
}

function buildTracks(
  { db, clock }: Foundation,
  parts: { readonly cameras: Cameras; readonly bindings: Bindings; readonly pipeline: Pipeline },
): Tracks {
  const { cameras, bindings, pipeline } = parts;
  const delivered = (cameraId: string, captureTimeMs: number): void =>
    cameras.health.delivered(cameraId, captureTimeMs);
  return createTracks({ db, clock, pipeline, cameras: cameras.registry, delivered }, bindings);
}

async function plantDemo(
  { config, db, log }: Foundation,
  { sites, cameras }: Features,
): Promise<void> {
  // Where no camera runs, a simulated one would be shown without ever having a picture.
  if (!config.server.roles.includes("camera")) return;
  const seeds = ENVIRONMENT_CODES.map((code) => siteSeed(code));
  const demo = createDemo({ sites, cameras, seeds, size: SIMULATED_VIDEO, log });
  await db.transaction().execute(async (transaction) => {
    // One node plants; those that start at the same moment wait, and then see what is there.
    await sql`SELECT pg_advisory_xact_lock(hashtext('whereabouts:demo'))`.execute(transaction);
    await sites.catalog.reload();
    await cameras.registry.reload();
    await demo.apply(config.server.demoSite);
  });
}

function mediaStore({ db, clock, config }: Foundation): MediaStore {
  return new MediaStore({ db, folder: path.resolve(config.server.dataDir, "media"), clock });
}

function planStore(media: MediaStore): PlanStore {
  return {
    put: async ({ kind, contentType, bytes: content }) => {
      const limitBytes = content.length;
      return (await media.add({ kind, contentType, content, limitBytes })).id;
    },
    read: async (mediaId) => {
      const { media: found, stream } = await media.read(mediaId);
      return { contentType: found.contentType, bytes: Buffer.concat(await stream.toArray()) };
    },
    remove: async (mediaId) => {
      await media.remove(mediaId);
    },
  };
}
