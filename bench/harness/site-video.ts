import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { CameraRunSpec } from "../../server/src/pipeline/perception-port.ts";
import { filmCamera } from "../../server/src/testing/site-film/index.ts";

export interface SiteVideo {
  /** One camera each, all playing films of the simulated site in real time, without end. */
  readonly cameras: readonly CameraRunSpec[];
  readonly dispose: () => Promise<void>;
}

/** Films the named simulated cameras once, so that rendering costs nothing while measuring. */
export async function filmSite(
  codes: readonly string[],
  options: { seconds: number; settings: CameraRunSpec["settings"] },
): Promise<SiteVideo> {
  const folder = await mkdtemp(path.join(tmpdir(), "whereabouts-film-"));
  const cameras: CameraRunSpec[] = [];
  for (const [index, code] of codes.entries()) {
    const file = path.join(folder, `${code}.mp4`);
    await filmCamera({ code, seconds: options.seconds, file });
    cameras.push({
      cameraId: `00000000-0000-4000-8000-00000000000${index + 1}`,
      code,
      sourceUrl: pathToFileURL(file).href,
      settings: options.settings,
    });
  }
  return { cameras, dispose: () => rm(folder, { recursive: true, force: true }) };
}
