import path from "node:path";

/** Folders whose sub-folders are layers of their own. */
const FAMILIES = new Set(["stages", "features"]);

export interface Place {
  /** `base`, `stages/track`, `features/access`, `mot`, `console`, ... */
  readonly layer: string;
  /** Path inside the layer, e.g. `index.ts`. */
  readonly inside: string;
}

/** @param file path from the project's root, with forward slashes */
export function layerOf(file: string): Place {
  const parts = file.split("/");
  if (parts[0] === "packages" && parts[2] === "src") return packagePlace(parts[1]!, parts.slice(3));
  if (parts[0] === "server" && parts[1] === "src") return serverPlace(parts.slice(2));
  if (parts.length > 1) return place(parts[0]!, parts.slice(1));
  return place("root", parts);
}

/** A package's command line is no part of what the package promises about itself. */
function packagePlace(name: string, parts: readonly string[]): Place {
  return parts[0] === "cli" ? place(`${name}/cli`, parts.slice(1)) : place(name, parts);
}

function serverPlace(parts: readonly string[]): Place {
  const [folder, next] = parts;
  if (parts.length === 1) return place(path.parse(folder!).name, parts);
  const nested = FAMILIES.has(folder!) || (folder === "pipeline" && next === "perception");
  if (nested && parts.length > 2) return place(`${folder}/${next}`, parts.slice(2));
  return place(folder!, parts.slice(1));
}

function place(layer: string, inside: readonly string[]): Place {
  return { layer, inside: inside.join("/") };
}
