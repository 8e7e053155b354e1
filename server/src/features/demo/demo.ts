import type { Log } from "../../base/index.ts";
import { solveCalibration, type Cameras } from "../cameras/index.ts";
import type { Sites } from "../sites/index.ts";

type Point = readonly [number, number];

/** A simulated environment as the registry needs it. */
export interface DemoSeed {
  readonly code: string;
  readonly name: string;
  readonly timeZone: string;
  readonly floor: {
    readonly code: string;
    readonly name: string;
    readonly level: number;
    readonly widthM: number;
    readonly heightM: number;
    readonly wallsM: readonly (readonly Point[])[];
  };
  readonly zones: readonly {
    readonly code: string;
    readonly name: string;
    readonly kind: string;
    readonly color: string;
    readonly polygonM: readonly Point[];
  }[];
  readonly cameras: readonly {
    readonly code: string;
    readonly name: string;
    readonly zoneCode: string;
    readonly heightM: number;
    readonly tiltDeg: number;
    /** `sim:<environment>/<camera>` */
    readonly sourceUrl: string;
    readonly pairs: readonly { readonly imagePx: Point; readonly planM: Point }[];
  }[];
}

export interface DemoPorts {
  readonly sites: Pick<Sites, "catalog" | "store">;
  readonly cameras: Pick<Cameras, "registry">;
  readonly seeds: readonly DemoSeed[];
  /** Picture size of the simulated cameras. */
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly log: Pick<Log, "info" | "warn">;
}

export interface Demo {
  /**
   * `auto`: seeds while the database has no camera, and switches the seeded cameras off once the
   * first camera with an address of its own is added. `on`: seeds what is missing and switches it
   * on. `off`: switches simulated cameras off. Rows are always left to the user.
   */
  apply(mode: "auto" | "on" | "off"): Promise<void>;
}

/** Call `apply` after sites and cameras have started. */
export function createDemo(ports: DemoPorts): Demo {
  const { registry } = ports.cameras;
  return {
    apply: async (mode) => {
      if (mode === "off") return switchOff(registry, isSimulated);
      if (mode === "auto") giveWay(ports);
      if (mode === "auto" && registry.cameras.length > 0) return;
      for (const seed of ports.seeds) await plant(ports, seed);
      ports.log.info({ sites: ports.seeds.map((seed) => seed.code) }, "Simulated site is ready");
    },
  };
}

/** Switches the seeded cameras off when the first real one is added, and never again after. */
function giveWay({ cameras: { registry }, seeds, log }: DemoPorts): void {
  const seeded = new Set(seeds.flatMap((seed) => seed.cameras.map((camera) => camera.sourceUrl)));
  let hadReal = registry.cameras.some(isReal);
  registry.onChange((cameras) => {
    const hasReal = cameras.some(isReal);
    if (hasReal && !hadReal) {
      log.info("A camera was added, the simulated ones are switched off");
      // Not awaited: the change that is being told would wait for its own end.
      switchOff(registry, ({ sourceUrl }) => sourceUrl !== null && seeded.has(sourceUrl)).catch(
        (error: unknown) => log.warn({ err: error }, "Simulated cameras not switched off"),
      );
    }
    hadReal = hasReal;
  });
}

async function switchOff(
  registry: DemoPorts["cameras"]["registry"],
  isMeant: (camera: { readonly sourceUrl: string | null }) => boolean,
): Promise<void> {
  for (const camera of registry.cameras.filter(isMeant)) {
    if (camera.enabled) await registry.update(camera.id, { enabled: false });
  }
}

function isReal(camera: { readonly sourceUrl: string | null }): boolean {
  return camera.sourceUrl !== null && !isSimulated(camera);
}

function isSimulated(camera: { readonly sourceUrl: string | null }): boolean {
  return camera.sourceUrl?.startsWith("sim:") ?? false;
}

/** Adds what is missing of an environment; what the user changed stays as it is. */
async function plant(ports: DemoPorts, seed: DemoSeed): Promise<void> {
  const floor = await plantFloor(ports.sites, seed);
  for (const zone of seed.zones) {
    if (ports.sites.catalog.zonesOf(floor.id).some((known) => known.code === zone.code)) continue;
    await ports.sites.store.createZone({
      floor_id: floor.id,
      code: zone.code,
      name: zone.name,
      kind: zone.kind,
      color: zone.color,
      polygon_m: zone.polygonM.map(toPoint),
    });
  }
  for (const camera of seed.cameras) await plantCamera(ports, camera, floor);
}

async function plantFloor(
  { catalog, store }: DemoPorts["sites"],
  seed: DemoSeed,
): Promise<{ readonly id: string; readonly siteId: string }> {
  const site =
    catalog.sites.find((known) => known.code === seed.code) ??
    (await store.createSite({ code: seed.code, name: seed.name, time_zone: seed.timeZone }));
  const known = catalog.floors.find(
    (floor) => floor.siteId === site.id && floor.code === seed.floor.code,
  );
  if (known) return known;
  return store.createFloor(site.id, {
    code: seed.floor.code,
    name: seed.floor.name,
    level: seed.floor.level,
    width_m: seed.floor.widthM,
    height_m: seed.floor.heightM,
    walls: seed.floor.wallsM.map((wall) => wall.map(toPoint)),
  });
}

async function plantCamera(
  ports: DemoPorts,
  camera: DemoSeed["cameras"][number],
  floor: { readonly id: string; readonly siteId: string },
): Promise<void> {
  const { registry } = ports.cameras;
  const known = registry.cameras.find((each) => each.code === camera.code);
  if (known) {
    if (isSimulated(known) && !known.enabled) await registry.update(known.id, { enabled: true });
    return;
  }
  const pairs = camera.pairs.map((pair) => ({
    image_px: toPoint(pair.imagePx),
    plan_m: toPoint(pair.planM),
  }));
  await registry.create({
    code: camera.code,
    name: camera.name,
    site_id: floor.siteId,
    floor_id: floor.id,
    location_zone: camera.zoneCode,
    source_url: camera.sourceUrl,
    // The detector that needs no model: it works on pixels and is there at once.
    settings: JSON.stringify({ detector: { kind: "motion" } }),
    calibration: JSON.stringify(solveCalibration(pairs, ports.size)),
    installed_height_m: camera.heightM,
    tilt_deg: camera.tiltDeg,
  });
}

function toPoint(point: Point): [number, number] {
  return [point[0], point[1]];
}
