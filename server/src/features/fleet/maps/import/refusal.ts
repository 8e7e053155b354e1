import { AppError } from "../../../../base/index.ts";

/** What an import may hold at most. */
export const IMPORT_LIMITS = {
  bytes: 64 * 1024 * 1024,
  depth: 16,
  nodes: 1_000_000,
  ways: 200_000,
  points: 1_000_000,
  graphNodes: 20_000,
  extentM: 60_000,
} as const;

/** An error that names the feature of the file to blame. */
export function refusal(
  feature: string,
  problem: string,
  kind: "invalid" | "too-large" = "invalid",
) {
  const details = [{ type: "map_import", loc: ["body", feature], msg: problem }];
  return new AppError(kind, `Importing a map: ${feature}: ${problem}`, { details });
}
