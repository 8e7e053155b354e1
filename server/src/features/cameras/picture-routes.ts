import {
  CameraParams,
  defineRoute,
  PreviewRequest,
  PreviewView,
  type Route,
} from "@whereabouts/contracts";
import type { PerceptionPort } from "../../pipeline/perception-port.ts";
import type { CameraPictures } from "./camera-pictures.ts";
import type { CameraRegistry } from "./camera-registry.ts";
import { toSettings } from "./camera-rows.ts";
import { checkSourceUrl } from "./source-url.ts";

const TAG = "Cameras";

export function pictureRoutes(parts: {
  readonly registry: CameraRegistry;
  readonly perception: PerceptionPort;
  readonly pictures: CameraPictures;
}): Route[] {
  const { registry, perception, pictures } = parts;
  return [
    defineRoute({
      operationId: "previewCamera",
      method: "POST",
      path: "/api/v1/registry/cameras/preview",
      tag: TAG,
      summary: "Open an address once and show what is seen there",
      body: PreviewRequest,
      response: PreviewView,
      handle: async ({ body }) => {
        const preview = await perception.preview({
          sourceUrl: checkSourceUrl(body.source_url),
          settings: toSettings(body.settings),
        });
        const picture = Buffer.from(preview.jpeg).toString("base64");
        return {
          body: {
            ok: true,
            width_px: preview.size.widthPx,
            height_px: preview.size.heightPx,
            fps: preview.fps,
            codec: preview.codec,
            image: `data:image/jpeg;base64,${picture}`,
            detections: preview.detections.map((detection) => ({
              box_px: detection.boxPx,
              score: detection.score,
              object_class: detection.objectClass,
            })),
          },
        };
      },
    }),
    defineRoute({
      operationId: "getCameraSnapshot",
      method: "GET",
      path: "/api/v1/registry/cameras/:camera/snapshot.jpg",
      tag: TAG,
      summary: "The newest picture of a camera",
      params: CameraParams,
      contentType: "image/jpeg",
      handle: async ({ params, headers }) => {
        const camera = registry.get(params.camera);
        const { jpeg, captureTimeMs, size } = await pictures.snapshot(camera.id, headers);
        return {
          body: jpeg,
          contentType: "image/jpeg",
          headers: {
            "cache-control": "no-store",
            "x-capture-time": new Date(captureTimeMs).toISOString(),
            "x-picture-size": `${size.widthPx}x${size.heightPx}`,
          },
        };
      },
    }),
  ];
}
