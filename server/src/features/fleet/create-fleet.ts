import { createHmac, createSecretKey } from "node:crypto";
import { FrameEncoder, type FrameMac, type Route, type SocketRoute } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import { Disposer, type Clock, type Disposable, type Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import {
  Broadcaster,
  FrameHandler,
  SignatureGuard,
  socketRoutes,
  type FrameCounts,
} from "./channels/index.ts";
import { MapCatalog, mapRoutes, MapStore } from "./maps/index.ts";
import { EventLog } from "./missions/index.ts";
import { RoadblockDispatcher } from "./roadblocks/index.ts";
import { dashboardRoutes, missionRoutes, vehicleRoutes } from "./routes/index.ts";
import { FleetWriters, VehicleRegistry, type WriteBehindStats } from "./vehicles/index.ts";

export interface FleetPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  /** HMAC_SECRET_KEY: its UTF-8 bytes are the key. */
  readonly hmacSecretKey: string;
  /** Map of vehicles that no other was named for. */
  readonly defaultMapId: number;
  /** True in the one process of several that plans. */
  readonly leads: () => boolean;
}

export interface FleetStats {
  readonly vehicles: number;
  readonly frames: FrameCounts;
  /** Frames given up because too many of one socket waited. */
  readonly framesDropped: number;
  /** Frames that slow sockets were not sent. */
  readonly framesSkipped: number;
  readonly badSignatures: number;
  readonly slowedAddresses: number;
  readonly sockets: { readonly devices: number; readonly dashboards: number };
  readonly queues: readonly WriteBehindStats[];
}

export interface Fleet extends Disposable {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly registry: VehicleRegistry;
  readonly maps: MapCatalog;
  /** Reads the maps and the registered vehicles. */
  start(): Promise<void>;
  stats(): FleetStats;
}

/** HMAC-SHA-256 under the text's UTF-8 bytes (fleet contract, section 3). */
export function frameMac(secret: string): FrameMac {
  const key = createSecretKey(secret, "utf8");
  return (payload) => createHmac("sha256", key).update(payload).digest();
}

/** Builds the fleet; what is published on the bus from then on reaches its sockets. */
export function createFleet(ports: FleetPorts): Fleet {
  const { db, bus, clock, log } = ports;
  const disposer = new Disposer();
  const maps = new MapCatalog(db);
  const mac = frameMac(ports.hmacSecretKey);
  const encoder = new FrameEncoder(mac);
  const registry = disposer.add(new VehicleRegistry(ports));
  const writers = disposer.add(new FleetWriters(ports));
  const events = disposer.add(new EventLog(ports));
  const broadcaster = disposer.add(new Broadcaster({ bus, encoder }));
  // Heard after the broadcaster, so that a fix is told before what follows from it.
  const dispatcher = disposer.add(new RoadblockDispatcher({ ...ports, registry, maps }));
  const guard = new SignatureGuard(clock, (address, count) => {
    log.warn({ address, count }, "Many frames with a wrong signature");
    const atMs = clock.nowMs();
    bus.publish("fleet.bad-signatures", { kind: "bad-signatures", address, count, atMs });
  });
  const spoken = { registry, writers, events, bus, clock, log, mac, encoder, guard };
  const handler = new FrameHandler(spoken);
  let framesDropped = 0;
  const { audiences } = broadcaster;
  const lanes = {
    handler,
    guard,
    clock,
    onDrop: () => void framesDropped++,
    onError: (error: unknown) => log.error({ err: error }, "A vehicle's frame failed"),
  };
  return {
    routes: [
      ...dashboardRoutes({ registry, events, maps }),
      ...vehicleRoutes(registry),
      ...missionRoutes({ db, clock }),
      ...mapRoutes({ catalog: maps, store: new MapStore({ db, bus, catalog: maps }) }),
    ],
    sockets: socketRoutes({ ...lanes, audiences }),
    registry,
    maps,
    start: async () => {
      disposer.defer(
        bus.subscribe("registry.map", () => {
          maps.reload().catch((error) => log.error({ err: error }, "Maps not reloaded"));
        }),
      );
      await maps.reload();
      await registry.start();
      await dispatcher.start();
    },
    stats: () => {
      const { devicesVehicles, devicesEvents, frontVehicles, frontEvents } = audiences;
      const all = [devicesVehicles, devicesEvents, frontVehicles, frontEvents];
      return {
        vehicles: registry.size,
        frames: handler.counts,
        framesDropped,
        framesSkipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
        badSignatures: guard.total,
        slowedAddresses: guard.slowed,
        sockets: {
          devices: devicesVehicles.size + devicesEvents.size,
          dashboards: frontVehicles.size + frontEvents.size,
        },
        queues: [...writers.stats(), events.stats(), dispatcher.stats()],
      };
    },
    dispose: () => disposer.dispose(),
  };
}
