import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AppError } from "../../../../base/index.ts";
import { bufferLanes } from "../plan/index.ts";
import { importGeoJson, importOsm } from "./index.ts";

/** A file as the network brings it: a few bytes at a time. */
async function* inPieces(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Crossroads at 60° north: a two-way street to the east, a one-way road to the north, a footway. */
const CROSSROADS = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6"><!-- made up -->
 <node id="1" lat="60.0" lon="10.000"/><node id="2" lat="60.0" lon="10.005"/>
 <node id="3" lat="60.0" lon="10.010"/><node id="4" lat="59.997" lon="10.005"/>
 <node id="5" lat="60.003" lon="10.005"/><node id="6" lat="60.001" lon="10.0"/>
 <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
  <tag k="highway" v="residential"/><tag k="maxspeed" v="20 mph"/><tag k="name" v="A &amp; B"/></way>
 <way id="11"><nd ref="5"/><nd ref="2"/><nd ref="4"/>
  <tag k="highway" v="primary"/><tag k="oneway" v="-1"/></way>
 <way id="12"><nd ref="1"/><nd ref="6"/><tag k="highway" v="footway"/></way>
</osm>`;

describe("importOsm", () => {
  it("makes roads with direction, speed and metres of the ways cars may drive", async () => {
    const { graph, polygons, origin } = await importOsm(inPieces(CROSSROADS));
    expect(origin).toEqual({ latitude: 60, longitude: 10.005 });
    expect(graph.nodeXM.length).toBe(5);
    expect([...graph.exit].filter(Boolean)).toHaveLength(4);
    expect(graph.edgeFrom.length).toBe(6);
    expect(polygons).toHaveLength(1);
    const speeds = [...graph.edgeSpeedMps].toSorted((a, b) => a - b);
    expect(speeds).toEqual([8.94, 8.94, 8.94, 8.94, 16.67, 16.67]);
    // 0.005° of longitude at 60° north: half as long as at the equator.
    expect(Math.max(...graph.nodeXM)).toBeCloseTo(278, 0);
    expect(Math.max(...graph.nodeYM)).toBeCloseTo(333.6, 0);
    const north = [...graph.nodeYM].indexOf(Math.max(...graph.nodeYM));
    expect([...graph.edgeTo]).toContain(north);
    expect([...graph.edgeFrom]).not.toContain(north);
  });

  it("lets a way that runs out of the extract leave the map", async () => {
    const cut = CROSSROADS.replace('<nd ref="3"/>', '<nd ref="3"/><nd ref="99"/>');
    const { graph } = await importOsm(inPieces(cut));
    expect([...graph.exit].filter(Boolean)).toHaveLength(4);
  });

  it.each([
    [
      "a DOCTYPE",
      `<!DOCTYPE osm [<!ENTITY x SYSTEM "file:///etc/passwd">]><osm>&x;</osm>`,
      "DOCTYPE",
    ],
    ["an unknown entity", `<osm><node id="&boom;" lat="1" lon="1"/></osm>`, "is not XML"],
    ["broken XML", `<osm><way id="1"></osm>`, "line 1"],
    ["another document", `<html></html>`, "starts with <html>, expected <osm>"],
    [
      "a node off the Earth",
      `<osm><node id="7" lat="91" lon="1"/></osm>`,
      'node 7: lies at lat="91"',
    ],
    ["a node without place", `<osm><node id="7" lon="1"/></osm>`, "node 7"],
    ["no road", `<osm><node id="7" lat="1" lon="1"/></osm>`, "has no road"],
    ["deep nesting", "<osm>" + "<a>".repeat(40), "nested deeper"],
  ])("refuses %s", async (_, text, message) => {
    await expect(importOsm(inPieces(text))).rejects.toThrow(message);
  });

  it("answers any text with a map or an error people can act on", async () => {
    const piece = fc.oneof(fc.constantFrom(...CROSSROADS.split(/(?<=>)/)), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const error = await importOsm(inPieces(pieces.join(""), 64)).then(
          () => null,
          (caught: unknown) => caught,
        );
        expect(error === null || error instanceof AppError).toBe(true);
      }),
    );
  });
});

const feature = (geometry: object, properties: object = {}) => ({
  type: "Feature",
  properties,
  geometry,
});
const file = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });
const line = (coordinates: number[][], properties?: object) =>
  feature({ type: "LineString", coordinates }, properties);
const metres = { coordinates: "metres" } as const;

/** A cross of two roads, 12 m wide, each 400 m long. */
const CROSS = bufferLanes([
  {
    points: [
      [-200, 0],
      [200, 0],
    ],
    widthM: 12,
  },
  {
    points: [
      [0, -200],
      [0, 200],
    ],
    widthM: 12,
  },
]);

describe("importGeoJson", () => {
  it("joins lines where they cross and widens them", () => {
    const { graph, polygons, origin } = importGeoJson(
      file(
        line(
          [
            [-100, 0],
            [100, 0],
          ],
          { highway: "primary", maxspeed: "72" },
        ),
        line(
          [
            [0, -100],
            [0, 100],
          ],
          { oneway: true },
        ),
      ),
      metres,
    );
    expect(origin).toBeNull();
    expect(graph.nodeXM.length).toBe(5);
    expect(graph.edgeFrom.length).toBe(6);
    expect([...graph.edgeSpeedMps]).toContain(20);
    expect(polygons).toHaveLength(1);
  });

  it("derives roads from polygons: the middle of the road, within two cells", () => {
    const coordinates = CROSS[0]!.map((ring) => ring.map((point) => [...point]));
    const { graph } = importGeoJson(file(feature({ type: "Polygon", coordinates })), metres);
    expect(graph.nodeXM.length).toBe(5);
    expect(graph.edgeFrom.length).toBe(8);
    expect([...graph.exit].filter(Boolean)).toHaveLength(4);
    for (let node = 0; node < 5; node++) {
      const [x, y] = [Math.abs(graph.nodeXM[node]!), Math.abs(graph.nodeYM[node]!)];
      expect(Math.min(x, y)).toBeLessThan(4);
    }
    const totalM = graph.edgeLengthM.reduce((sum, lengthM) => sum + lengthM, 0) / 2;
    expect(totalM).toBeGreaterThan(760);
    expect(totalM).toBeLessThan(830);
  });

  it("takes degrees when told so, and asks when metres look like degrees", () => {
    const degrees = file(
      line([
        [10, 60],
        [10.01, 60],
      ]),
    );
    expect(() => importGeoJson(degrees, metres)).toThrow("coordinates=degrees");
    const { graph, origin } = importGeoJson(degrees, { coordinates: "degrees" });
    expect(origin).toEqual({ latitude: 60, longitude: 10.005 });
    expect(graph.edgeLengthM[0]).toBeCloseTo(556, 0);
  });

  it.each([
    ["what is not JSON", "{", "is not JSON"],
    ["another object", `{"type":"Topology"}`, "FeatureCollection"],
    ["a point", file(feature({ type: "Point", coordinates: [1, 2] })), "features[0]"],
    [
      "an open ring",
      file(
        feature(
          {
            type: "Polygon",
            coordinates: [
              [
                [0, 0],
                [90, 0],
                [90, 90],
                [0, 90],
              ],
            ],
          },
          { name: "Yard" },
        ),
      ),
      'features[0] "Yard": ring 0 is open',
    ],
    [
      "text for a number",
      file(
        line([
          [0, 0],
          [1, 1],
        ]),
        line([
          ["a" as never, 0],
          [1, 1],
        ]),
      ),
      "features[1]",
    ],
    [
      "a footpath",
      file(
        line(
          [
            [0, 0],
            [99, 0],
          ],
          { highway: "footway" },
        ),
      ),
      "has highway",
    ],
    [
      "a number too large for JSON",
      file(
        line([
          [0, 0],
          [99, 0],
        ]),
      ).replace("99", "1e999"),
      "features[0]",
    ],
  ])("refuses %s and names the feature", (_, text, message) => {
    expect(() => importGeoJson(text, metres)).toThrow(message);
  });

  it("refuses roads that lead nowhere out", () => {
    const isle = line([
      [0, 0],
      [500, 0],
      [500, 500],
      [0, 500],
      [0, 0],
      [500, 500],
    ]);
    expect(() => importGeoJson(file(isle), metres)).toThrow("no exit");
  });
});
