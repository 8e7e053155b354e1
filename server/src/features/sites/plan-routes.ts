import { defineRoute, FloorParams, FloorView, type Route } from "@whereabouts/contracts";
import sharp from "sharp";
import { AppError } from "../../base/index.ts";
import type { SiteCatalog } from "./site-catalog.ts";
import type { SiteStore } from "./site-store.ts";
import { floorView } from "./views.ts";

/** Where plan pictures are kept: the part of the media store that plans need. */
export interface PlanStore {
  /** @returns the media id once the bytes are durable */
  put(picture: {
    readonly kind: "floor-plan";
    readonly contentType: string;
    readonly bytes: Uint8Array;
  }): Promise<string>;
  /** @throws AppError `not-found` */
  read(mediaId: string): Promise<{ readonly contentType: string; readonly bytes: Uint8Array }>;
  remove(mediaId: string): Promise<void>;
}

const PLAN_BYTES_MAX = 20 * 1024 * 1024;
/** More pixels than this do not get decoded by anybody's browser. */
const PLAN_PIXELS_MAX = 100_000_000;
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
};

export function planRoutes(ports: {
  readonly catalog: SiteCatalog;
  readonly store: SiteStore;
  readonly plans: PlanStore;
}): Route[] {
  const { catalog, store, plans } = ports;
  const floorOf = (floorId: string) => {
    const floor = catalog.floor(floorId);
    if (!floor) throw new AppError("not-found", "Floor not found");
    return floor;
  };
  return [
    defineRoute({
      operationId: "putFloorPlan",
      method: "PUT",
      path: "/api/v1/floors/:floor_id/plan",
      tag: "Sites",
      summary: "Upload the picture that fills a floor's plan",
      description: "PNG, JPEG or WebP, up to 20 MB; stretched to the floor's width and height.",
      params: FloorParams,
      bodyKind: "binary",
      bodyLimitBytes: PLAN_BYTES_MAX,
      response: FloorView,
      handle: async ({ params, body }) => {
        const { id } = floorOf(params.floor_id);
        const bytes = body as unknown;
        const contentType = await contentTypeOf(bytes);
        const picture = { kind: "floor-plan", contentType, bytes: bytes as Uint8Array } as const;
        const former = await store.setPlan(id, await plans.put(picture));
        if (former !== null) await plans.remove(former);
        return { body: floorView(floorOf(id)) };
      },
    }),
    defineRoute({
      operationId: "getFloorPlan",
      method: "GET",
      path: "/api/v1/floors/:floor_id/plan",
      tag: "Sites",
      summary: "The picture of a floor's plan",
      params: FloorParams,
      contentType: "image/*",
      handle: async ({ params }) => {
        const { planMediaId } = floorOf(params.floor_id);
        if (planMediaId === null) throw new AppError("not-found", "Floor has no plan picture");
        const { contentType, bytes } = await plans.read(planMediaId);
        return { body: bytes, contentType, headers: { "cache-control": "private, max-age=3600" } };
      },
    }),
  ];
}

/** The type the bytes really have, whatever the request called them. */
async function contentTypeOf(bytes: unknown): Promise<string> {
  if (!(bytes instanceof Uint8Array) || bytes.byteLength === 0) {
    throw new AppError("bad-request", "Uploading a plan: the body is empty, expected a picture");
  }
  const metadata = await sharp(bytes, { limitInputPixels: PLAN_PIXELS_MAX })
    .metadata()
    .catch(() => null);
  const contentType = CONTENT_TYPES[metadata?.format ?? ""];
  if (contentType !== undefined) return contentType;
  throw new AppError("unsupported", "Uploading a plan: expected a PNG, JPEG or WebP picture");
}
