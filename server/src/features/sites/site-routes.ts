import {
  defineRoute,
  SiteCreate,
  SiteParams,
  SiteUpdate,
  SiteView,
  type Route,
} from "@whereabouts/contracts";
import type { SiteCatalog } from "./site-catalog.ts";
import type { SiteStore } from "./site-store.ts";
import { siteView } from "./views.ts";

const TAG = "Sites";

export function siteRoutes(ports: {
  readonly catalog: SiteCatalog;
  readonly store: SiteStore;
}): Route[] {
  const { catalog, store } = ports;
  return [
    defineRoute({
      operationId: "listSites",
      method: "GET",
      path: "/api/v1/sites",
      tag: TAG,
      summary: "All sites with their floors",
      response: SiteView.array(),
      handle: () => ({ body: catalog.sites.map((site) => siteView(site, catalog.floors)) }),
    }),
    defineRoute({
      operationId: "createSite",
      method: "POST",
      path: "/api/v1/sites",
      tag: TAG,
      summary: "Add a site",
      body: SiteCreate,
      successStatus: 201,
      response: SiteView,
      handle: async ({ body }) => ({
        status: 201,
        body: siteView(await store.createSite(body), catalog.floors),
      }),
    }),
    defineRoute({
      operationId: "updateSite",
      method: "PATCH",
      path: "/api/v1/sites/:site_id",
      tag: TAG,
      summary: "Change a site",
      params: SiteParams,
      body: SiteUpdate,
      response: SiteView,
      handle: async ({ params, body }) => ({
        body: siteView(await store.updateSite(params.site_id, body), catalog.floors),
      }),
    }),
    defineRoute({
      operationId: "deleteSite",
      method: "DELETE",
      path: "/api/v1/sites/:site_id",
      tag: TAG,
      summary: "Remove a site with its floors and zones",
      description: "Its cameras stay and belong to no site afterwards.",
      params: SiteParams,
      successStatus: 204,
      handle: async ({ params }) => {
        await store.deleteSite(params.site_id);
        return { status: 204 };
      },
    }),
  ];
}
