import type { Route, SocketRoute } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import { Disposer, type Clock, type Disposable, type Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import type { PlanSize } from "./calibration.ts";
import { calibrationRoutes } from "./calibration-routes.ts";
import { CameraLeases, type CameraNode } from "./camera-leases.ts";
import { CameraPictures, type NodeCalls } from "./camera-pictures.ts";
import { CameraRegistry } from "./camera-registry.ts";
import { HealthRecorder } from "./health-recorder.ts";
import { hotelRoutes } from "./hotel-routes.ts";
import { importCameras, type NamedSource } from "./import-cameras.ts";
import { pictureRoutes } from "./picture-routes.ts";
import { registryRoutes } from "./registry-routes.ts";
import { runSpecs } from "./run-specs.ts";
import { createVideoSocket, type VideoStats } from "./video-socket.ts";

export interface CamerasPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly perception: PerceptionPort;
  /** Sites and floors as the sites feature knows them. */
  readonly plans: {
    floor(floorId: string): (PlanSize & { readonly siteId: string }) | undefined;
    site(siteId: string): { readonly code: string } | undefined;
  };
  readonly node: CameraNode;
  readonly nodes: NodeCalls;
  /** Ends the tracks of a camera that no longer runs. */
  readonly forgetCamera: (cameraId: string) => void;
}

/** What the pipeline asks of a camera with every frame. */
export interface PipelineCamera {
  readonly code: string;
  readonly siteCode: string | null;
  readonly siteId: string | null;
  readonly floorId: string | null;
  readonly calibration: CameraRegistry["cameras"][number]["calibration"];
}

export interface Cameras extends Disposable {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly registry: CameraRegistry;
  readonly health: HealthRecorder;
  /** Pictures of every camera, whichever process runs it. */
  readonly pictures: Pick<CameraPictures, "snapshot">;
  /** Cameras as the stages `locate` and `publish` need them. */
  find(cameraId: string): PipelineCamera | undefined;
  /** Adds or updates cameras given as `--camera NAME=URL`. */
  importCameras(sources: readonly NamedSource[]): Promise<void>;
  /** Name of the other process that runs the camera, if one does. */
  elsewhere(cameraId: string): string | undefined;
  videoStats(): VideoStats;
  /** Loads the registry, starts the cameras and follows changes made by other nodes. */
  start(): Promise<void>;
}

/** Bus messages may be lost; the registry is read anew this often. */
const RELOAD_EVERY_MS = 30_000;

export function createCameras(ports: CamerasPorts): Cameras {
  const { db, bus, clock, log, plans, node, perception } = ports;
  const registry = new CameraRegistry({ db, bus });
  const wanted = () => runSpecs(registry.cameras).map(({ cameraId }) => cameraId);
  const leases = new CameraLeases({ db, clock, log, node, wanted });
  const pictures = new CameraPictures({ perception, leases, nodes: ports.nodes });
  const health = new HealthRecorder({ db, bus, clock, log, find: (id) => registry.find(id) });
  const disposer = new Disposer();
  const video = createVideoSocket({ registry, pictures });
  const planOf = (floorId: string | null): PlanSize | null =>
    floorId === null ? null : (plans.floor(floorId) ?? null);
  const parts = { registry, health, perception, pictures, clock, db, plans, planOf };
  const { forgetCamera } = ports;
  const run = followRegistry({ registry, leases, health, perception, forgetCamera });
  return {
    registry,
    health,
    pictures,
    routes: [
      ...hotelRoutes(parts),
      ...registryRoutes(parts),
      ...pictureRoutes(parts),
      ...calibrationRoutes(parts),
    ],
    sockets: [video.route],
    find: (cameraId) => {
      const camera = registry.find(cameraId);
      if (!camera) return undefined;
      const siteCode = camera.siteId === null ? null : (plans.site(camera.siteId)?.code ?? null);
      return {
        code: camera.code,
        siteCode,
        siteId: camera.siteId,
        floorId: camera.floorId,
        calibration: camera.calibration,
      };
    },
    importCameras: (sources) => importCameras(registry, sources),
    elsewhere: (cameraId) => leases.elsewhere(cameraId)?.name,
    videoStats: () => video.stats(),
    start: async () => {
      const reload = () =>
        registry.reload().catch((error) => log.warn({ err: error }, "Cameras not reloaded"));
      disposer.defer(bus.subscribe("registry.>", () => void reload()));
      await leases.start(run);
      await registry.reload();
      await health.start();
      perception.onHealth((report) => health.report(report));
      const timer = setInterval(() => void reload(), RELOAD_EVERY_MS);
      timer.unref();
      disposer.defer(() => clearInterval(timer));
    },
    dispose: async () => {
      await disposer.dispose();
      await leases.dispose();
      await health.dispose();
    },
  };
}

/**
 * Keeps the perception processes, health and tracks in step with the registry and the leases.
 *
 * @returns call that applies what the leases say now
 */
function followRegistry(parts: {
  readonly registry: CameraRegistry;
  readonly leases: CameraLeases;
  readonly health: HealthRecorder;
  readonly perception: PerceptionPort;
  readonly forgetCamera: (cameraId: string) => void;
}): () => void {
  const { registry, leases, perception } = parts;
  let running = new Set<string>();
  const run = (): void => {
    const specs = runSpecs(registry.cameras).filter((spec) => leases.holds(spec.cameraId));
    perception.setCameras(specs);
    const wanted = new Set(specs.map((spec) => spec.cameraId));
    for (const cameraId of running) if (!wanted.has(cameraId)) parts.forgetCamera(cameraId);
    running = wanted;
  };
  registry.onChange(async (_cameras, gone) => {
    for (const camera of gone) parts.health.forget(camera.id);
    await leases.renew();
    run();
  });
  return run;
}
