/** Identity from drawn pixels: who is whom on the plan of the simulated site, against its truth. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FILM_START_MS } from "../testing/site-film/index.ts";
import { replaySights, scoreSite, watchSite } from "../testing/site-sights/index.ts";

const LEARNING_MS = 12_000;
const TEST_MS_MAX = 300_000;
/** Well below what is measured, so that a better detector with other mistakes passes too. */
const FLOORS = { hota: 0.35, detA: 0.45, idf1: 0.4, handovers: 0.3 };

let films: string;
beforeAll(async () => {
  films = await mkdtemp(path.join(tmpdir(), "whereabouts-sights-"));
});
afterAll(() => rm(films, { recursive: true, force: true }));

it(
  "knows most people of two overlapping cameras as one each",
  async () => {
    const sights = await watchSite({
      cameras: ["c12", "c13"],
      seed: 20,
      startMs: FILM_START_MS,
      seconds: 60,
      descriptor: "hsv",
      modelsDir: films,
      cacheDir: films,
    });
    const play = () => replaySights({ environment: "campus", sights, hasAppearance: true });
    const instants = await play();
    const { world, walks, subjects, people } = scoreSite(instants, LEARNING_MS);
    const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
    process.stdout.write(
      `Identity, campus c12 and c13: HOTA ${percent(world.hota)}, DetA ${percent(world.detA)}, ` +
        `IDF1 ${percent(world.idf1)}, ${subjects} subjects of ${people}, ` +
        `${walks.handoversKept} of ${walks.handovers} steps kept\n`,
    );
    expect(world.hota).toBeGreaterThan(FLOORS.hota);
    expect(world.detA).toBeGreaterThan(FLOORS.detA);
    expect(world.idf1).toBeGreaterThan(FLOORS.idf1);
    expect(walks.handovers).toBeGreaterThan(0);
    expect(walks.handoversKept / walks.handovers).toBeGreaterThan(FLOORS.handovers);
    const subjectIds = (run: typeof instants) =>
      run.map(({ views }) => views.map(({ boxes }) => boxes.map(({ subjectId }) => subjectId)));
    expect(subjectIds(await play())).toEqual(subjectIds(instants));
  },
  TEST_MS_MAX,
);
