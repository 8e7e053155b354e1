import { AppError } from "../../base/index.ts";
import type { CameraRegistry } from "./camera-registry.ts";
import { checkSourceUrl } from "./source-url.ts";

/** A camera as given on the command line. */
export interface NamedSource {
  /** Becomes the camera's code and name. */
  readonly name: string;
  readonly url: string;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * Adds cameras by name, or points the ones already called so to a new address.
 *
 * @throws AppError `bad-request` for a name that cannot stand in topics, `invalid` for an address
 */
export async function importCameras(
  registry: CameraRegistry,
  sources: readonly NamedSource[],
): Promise<void> {
  for (const { name, url } of sources) {
    if (!CODE.test(name)) {
      const expected = "expected letters, digits, - and _, at most 64";
      throw new AppError("bad-request", `Adding camera "${name.slice(0, 80)}": ${expected}`);
    }
    checkSourceUrl(url, "camera");
  }
  for (const { name, url } of sources) {
    const known = registry.cameras.find((camera) => camera.code === name);
    if (!known) {
      await registry.create({ code: name, name, location_zone: name, source_url: url });
    } else if (known.sourceUrl !== url || !known.enabled) {
      await registry.update(known.id, { source_url: url, enabled: true });
    }
  }
}
