import { AppError, isAppError } from "../../base/index.ts";
import type { OpenLiveEncoder, OpenSource } from "../../pipeline/perception/contract.ts";
import { openFileSource } from "./file/index.ts";
import { openHttpSource } from "./http/index.ts";
import { openRtspSource } from "./rtsp/index.ts";
import { createSimulatorSource } from "./simulator/index.ts";
import { maskCredentials, sourceScheme } from "./source-url.ts";

export interface SourceContext {
  /** Encodes the pictures that simulated cameras draw. */
  readonly openEncoder: OpenLiveEncoder;
  /** Folder for what simulated cameras need not draw twice. */
  readonly cacheDir: string;
}

/** Every kind of source, by the scheme of its address. */
const SOURCES: Readonly<Record<string, (context: SourceContext) => OpenSource>> = {
  file: () => openFileSource,
  rtsp: () => openRtspSource,
  rtsps: () => openRtspSource,
  http: () => openHttpSource,
  https: () => openHttpSource,
  sim: createSimulatorSource,
};

export const SOURCE_SCHEMES: readonly string[] = Object.keys(SOURCES);

/** Opens whatever an address stands for. */
export function createSources(context: SourceContext): OpenSource {
  const opened = new Map<string, OpenSource>();
  const openerOf = (scheme: string): OpenSource | undefined => {
    const open = opened.get(scheme) ?? SOURCES[scheme]?.(context);
    if (open) opened.set(scheme, open);
    return open;
  };
  return async (request) => {
    const open = openerOf(sourceScheme(request.url));
    if (!open) {
      const known = SOURCE_SCHEMES.map((scheme) => `${scheme}:`).join(", ");
      throw new AppError("bad-request", `The source address must begin with one of ${known}`);
    }
    try {
      return await open(request);
    } catch (error) {
      request.signal.throwIfAborted();
      const words = maskCredentials(error instanceof Error ? error.message : String(error));
      throw new AppError(isAppError(error) ? error.kind : "internal", words, { cause: error });
    }
  };
}
