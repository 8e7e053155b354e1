import path from "node:path";

import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest on a fresh checkout, longest first. A long file that starts last
 * keeps one worker busy while the others have nothing left to do.
 */
export const LONGEST_FILES: readonly string[] = [
  "server/src/pipeline/perception/perception.test.ts",
  "server/src/acceptance/recordings.test.ts",
  "console/src/testing/console.test.ts",
  "console/src/testing/accessibility.test.ts",
  "server/src/acceptance/simulated-site.test.ts",
  "bench/benches.test.ts",
  "server/src/db/embedded/embedded-postgres.test.ts",
  "server/src/main.test.ts",
  "server/src/jobs/jobs.test.ts",
];

/** Vitest's own order, except that the known long files come first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST_FILES.indexOf(path.relative(root, moduleId));
      return place === -1 ? LONGEST_FILES.length : place;
    };
    // The sort is stable, so all others keep the order that vitest gave them.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
