import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fetchPackageArchive, readPackageFiles } from "../weights/index.ts";

/** MIT. One file of a package whose dependencies would weigh 84 MB, so it is fetched instead. */
const REDOC = {
  name: "redoc",
  version: "2.5.1",
  integrity:
    "sha512-LmqA+4A3CmhTllGG197F0arUpmChukAj9klfSdxNRemT9Hr07xXr7OGKu4PHzBs359sgrJ+4JwmOlM7nxLPGMg==",
};
const BUNDLE = "bundles/redoc.standalone.js";

/** Loads ReDoc's script from `DATA_DIR/assets`, fetching it when `/redoc` is first opened. */
export function createRedocLoader(dataDir: string): () => Promise<Uint8Array> {
  const folder = path.join(dataDir, "assets");
  let loading: Promise<Uint8Array> | null = null;
  return () => {
    loading ??= load(folder).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}

async function load(folder: string): Promise<Uint8Array> {
  const file = path.join(folder, `redoc-${REDOC.version}.js`);
  const kept = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (kept) return kept;
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, "redoc.tgz");
  await fetchPackageArchive(REDOC, archive, { onProgress: () => undefined });
  const files = await readPackageFiles(archive, (name) => name === BUNDLE);
  const script = files.get(BUNDLE);
  if (!script) throw new Error(`Package redoc holds no file ${BUNDLE}`);
  await writeFile(`${file}.part`, script);
  await rename(`${file}.part`, file);
  return script;
}
