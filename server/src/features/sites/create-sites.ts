import type { Route } from "@whereabouts/contracts";
import type { Kysely } from "kysely";
import { Disposer, type Clock, type Disposable, type Log } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import { floorRoutes } from "./floor-routes.ts";
import { planRoutes, type PlanStore } from "./plan-routes.ts";
import { SiteCatalog } from "./site-catalog.ts";
import { SiteStore } from "./site-store.ts";
import { siteRoutes } from "./site-routes.ts";
import { zoneRoutes } from "./zone-routes.ts";

export interface SitesPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly plans: PlanStore;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Sites extends Disposable {
  readonly routes: readonly Route[];
  /** What stands now, in memory. */
  readonly catalog: SiteCatalog;
  /** Changes it; every change is announced on the bus. */
  readonly store: SiteStore;
  /** Loads the catalog and follows changes made by other nodes. */
  start(): Promise<void>;
}

/** How often stays that a vanished node left open are ended. */
const ABANDONED_CHECK_MS = 60_000;

export function createSites(ports: SitesPorts): Sites {
  const { db, bus, clock, log } = ports;
  const catalog = new SiteCatalog(db);
  const store = new SiteStore({ db, bus, catalog });
  const disposer = new Disposer();
  return {
    catalog,
    store,
    routes: [
      ...siteRoutes({ catalog, store }),
      ...floorRoutes({ catalog, store }),
      ...planRoutes({ catalog, store, plans: ports.plans }),
      ...zoneRoutes({ catalog, store, db }),
    ],
    start: async () => {
      disposer.defer(
        bus.subscribe("registry.>", (message) => {
          if (message.name !== "registry" || message.payload.what === "camera") return;
          catalog.reload().catch((error) => log.error({ err: error }, "Sites not reloaded"));
        }),
      );
      await catalog.reload();
      await store.endAbandonedStays(clock.nowMs());
      const timer = setInterval(() => {
        store
          .endAbandonedStays(clock.nowMs())
          .catch((error) => log.warn({ err: error }, "Abandoned stays not ended"));
      }, ABANDONED_CHECK_MS);
      timer.unref();
      disposer.defer(() => clearInterval(timer));
    },
    dispose: () => disposer.dispose(),
  };
}
