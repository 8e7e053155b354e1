import type { HexColor, SiteDefinition, Solid } from "./definition.ts";
import { FACTORY_ACTORS } from "./factory-actors.ts";
import { block, pillar, turnedBlock } from "./solids.ts";

const WALL = { surface: "panel", color: "#d5d8d6" } as const;
const PLINTH = { surface: "concrete", color: "#8f979b" } as const;
const STEEL = { surface: "metal", color: "#3c5a78" } as const;
const BEAM = { surface: "paint", color: "#d9772b" } as const;
const YELLOW = { surface: "paint", color: "#e3b422" } as const;
const CARTONS: readonly HexColor[] = ["#b98d5c", "#c79c6b", "#a87c4d", "#d1b083", "#8d9aa3"];

/** Splits a wall along x or y so that its lower metre can be a darker plinth. */
function hallWall(rectangle: readonly [number, number, number, number]): readonly Solid[] {
  return [block(rectangle, [0, 1.1], PLINTH), block(rectangle, [1.1, 7], WALL)];
}

const HALL: readonly Solid[] = [
  ...hallWall([-0.3, -0.3, 36.3, 0]),
  ...hallWall([-0.3, 22, 36.3, 22.3]),
  ...hallWall([-0.3, 0, 0, 10.1]),
  ...hallWall([-0.3, 11.9, 0, 22]),
  block([-0.3, 10.1, 0, 11.9], [2.4, 7], WALL),
  ...hallWall([36, 0, 36.3, 13.4]),
  ...hallWall([36, 16.6, 36.3, 22]),
  block([36, 13.4, 36.3, 16.6], [3.4, 7], WALL),
  ...(
    [
      [0.04, 10],
      [0.04, 12],
    ] as const
  ).map(([x, y]) => turnedBlock([x, y, 0], [0.14, 0.2, 2.5], 0, YELLOW)),
  turnedBlock([0.04, 11, 2.4], [0.14, 2.2, 0.2], 0, { ...YELLOW, passable: true }),
  ...(
    [
      [35.95, 13.3],
      [35.95, 16.7],
    ] as const
  ).map(([x, y]) =>
    turnedBlock([x, y, 0], [0.2, 0.26, 3.6], 0, { surface: "hazard", color: "#e3b422" }),
  ),
  block([35.9, 18, 36.02, 21], [0, 3.4], { surface: "shutter", color: "#a9b2b8" }),
  block([35.9, 8.5, 36.02, 11.5], [0, 3.4], { surface: "shutter", color: "#a9b2b8" }),
  ...[6, 12, 18, 24, 30].flatMap((x) => [
    block([x - 0.16, 21.7, x + 0.16, 22], [0, 7], { surface: "metal", color: "#9aa6ad" }),
    block([x - 0.16, 0, x + 0.16, 0.3], [0, 7], { surface: "metal", color: "#9aa6ad" }),
  ]),
  ...[3, 9, 15, 21, 27, 33].flatMap((x) => [
    block([x - 1.2, 21.94, x + 1.2, 22.01], [3.6, 5], { surface: "glass", color: "#8fb4c9" }),
    block([x - 1.2, -0.01, x + 1.2, 0.06], [3.6, 5], { surface: "glass", color: "#8fb4c9" }),
  ]),
];

/** A pallet rack along x: uprights, orange beams, shelves and cartons of uneven height. */
function rack(x1: number, x2: number, y: number, seed: number): readonly Solid[] {
  const depthM = 1.1;
  const solids: Solid[] = [];
  for (let x = x1; x <= x2 + 0.01; x += 2.5) {
    for (const side of [y, y + depthM]) {
      solids.push(block([x - 0.05, side - 0.05, x + 0.05, side + 0.05], [0, 3.1], STEEL));
    }
  }
  for (const [level, z] of [0.12, 1.25, 2.4].entries()) {
    if (level > 0) {
      solids.push(block([x1, y - 0.04, x2, y + 0.04], [z - 0.14, z - 0.02], BEAM));
      solids.push(
        block([x1, y + depthM - 0.04, x2, y + depthM + 0.04], [z - 0.14, z - 0.02], BEAM),
      );
    }
    solids.push(
      block([x1, y, x2, y + depthM], [z - 0.06, z], { surface: "wood", color: "#a98458" }),
    );
    for (let x = x1 + 0.3, slot = 0; x < x2 - 1; x += 1.22, slot += 1) {
      const pick = (seed * 31 + level * 7 + slot * 13) % 11;
      if (pick === 3 || pick === 8) continue;
      const color = CARTONS[pick % CARTONS.length] ?? "#b98d5c";
      const top = z + 0.5 + (pick % 4) * 0.12;
      solids.push(
        block([x, y + 0.1, x + 1, y + depthM - 0.1], [z, top], { surface: "cardboard", color }),
      );
    }
  }
  return solids;
}

/** A machine tool: cabinet, window, control panel, warning lamp. Faces +y. */
function machine(x: number, y: number, color: HexColor): readonly Solid[] {
  return [
    block([x + 0.04, y + 0.04, x + 2.96, y + 1.86], [0, 0.35], {
      surface: "metal",
      color: "#4b5358",
    }),
    block([x, y, x + 3, y + 1.9], [0.35, 1.95], { surface: "paint", color: "#e4e5e1" }),
    block([x - 0.03, y - 0.03, x + 2.1, y + 1.95], [1.45, 2.15], { surface: "paint", color }),
    block([x + 0.35, y + 1.88, x + 1.8, y + 1.97], [0.85, 1.4], {
      surface: "glass",
      color: "#2b3b42",
    }),
    block([x + 2.3, y + 1.8, x + 2.85, y + 2.05], [0.95, 1.75], {
      surface: "paint",
      color: "#3b444a",
    }),
    block([x + 2.38, y + 2.04, x + 2.77, y + 2.07], [1.3, 1.66], {
      surface: "glass",
      color: "#6fb3c4",
    }),
    pillar([x + 2.6, y + 0.9, 1.95], 0.05, 0.35, { surface: "paint", color: "#3fae5a" }),
    pillar([x + 2.6, y + 0.9, 2.3], 0.06, 0.14, { surface: "paint", color: "#d8402f" }),
  ];
}

const CONVEYOR: readonly Solid[] = [
  block([12.5, 10.2, 22.5, 11.2], [0.62, 0.8], { surface: "metal", color: "#2e3438" }),
  block([12.5, 10.12, 22.5, 10.2], [0.6, 0.92], { surface: "paint", color: "#3f7ca6" }),
  block([12.5, 11.2, 22.5, 11.28], [0.6, 0.92], { surface: "paint", color: "#3f7ca6" }),
  ...[12.8, 15.2, 17.6, 20, 22.2].flatMap((x) => [
    block([x - 0.06, 10.14, x + 0.06, 10.26], [0, 0.62], STEEL),
    block([x - 0.06, 11.14, x + 0.06, 11.26], [0, 0.62], STEEL),
  ]),
  ...[13.2, 14.9, 16.1, 18.4, 19.7, 21.4].map((x, i) =>
    turnedBlock([x, 10.7, 0.8], [0.55, 0.5, 0.3 + (i % 3) * 0.1], (i * 37) % 18, {
      surface: "cardboard",
      color: CARTONS[i % 4] ?? "#b98d5c",
    }),
  ),
  block([16.9, 9.9, 17.8, 11.5], [0, 0.05], {
    surface: "hazard",
    color: "#e3b422",
    passable: true,
  }),
  block([17, 11.5, 17.7, 12], [0, 1.9], { surface: "paint", color: "#e08b2c" }),
  block([17.15, 10.6, 17.55, 12], [1.9, 2.15], {
    surface: "paint",
    color: "#e08b2c",
    passable: true,
  }),
  pillar([17.35, 10.75, 1.25], 0.09, 0.7, { surface: "metal", color: "#39424a" }),
];

const BENCHES: readonly Solid[] = [15.5, 19.5].flatMap((x) => [
  block([x, 6.4, x + 2.4, 7.2], [0.84, 0.9], { surface: "wood", color: "#c39b66" }),
  block([x + 0.08, 6.45, x + 0.2, 7.15], [0, 0.84], STEEL),
  block([x + 2.2, 6.45, x + 2.32, 7.15], [0, 0.84], STEEL),
  block([x + 0.05, 6.4, x + 2.35, 6.46], [0.9, 1.7], { surface: "mesh", color: "#7d8b93" }),
  block([x + 0.3, 6.55, x + 0.75, 6.85], [0.9, 1.12], { surface: "paint", color: "#b5372e" }),
  block([x + 1.3, 6.6, x + 1.9, 7], [0.9, 1.02], { surface: "metal", color: "#59636a" }),
]);

const QUALITY: readonly Solid[] = [
  block([25, 6.9, 27, 7.05], [0, 1.15], { surface: "panel", color: "#c7d6de" }),
  block([29, 6.9, 36, 7.05], [0, 1.15], { surface: "panel", color: "#c7d6de" }),
  block([25, 0, 25.15, 0.4], [0, 1.15], { surface: "panel", color: "#c7d6de" }),
  block([25, 3, 25.15, 7.05], [0, 1.15], { surface: "panel", color: "#c7d6de" }),
  ...[25.07, 26.95, 29.05, 32.5, 35.8].map((x) =>
    block([x - 0.06, 6.91, x + 0.06, 7.04], [0, 2.3], STEEL),
  ),
  block([30.6, 3.6, 33.4, 4.8], [0, 0.92], { surface: "paint", color: "#dfe3e4" }),
  block([31, 3.9, 31.7, 4.5], [0.92, 1.45], { surface: "paint", color: "#34506a" }),
  block([32.3, 3.9, 33, 4.5], [0.92, 1.2], { surface: "metal", color: "#8c979d" }),
  block([34.6, 0.6, 35.8, 2.8], [0, 1.9], { surface: "paint", color: "#5e7f92" }),
];

/** A wooden pallet with wrapped goods. */
function pallet(x: number, y: number, topM: number, color: HexColor, yawDeg = 0): readonly Solid[] {
  return [
    turnedBlock([x, y, 0], [1.25, 1, 0.14], yawDeg, { surface: "wood", color: "#b08d5f" }),
    turnedBlock([x, y, 0.14], [1.12, 0.9, topM - 0.14], yawDeg, { surface: "cardboard", color }),
  ];
}

const FORKLIFT: readonly Solid[] = [
  turnedBlock([33.2, 19.6, 0.18], [1.5, 1.05, 0.75], 200, { surface: "paint", color: "#e5a823" }),
  turnedBlock([33.85, 19.84, 0.3], [0.5, 1.05, 0.95], 200, { surface: "paint", color: "#33393d" }),
  turnedBlock([33.2, 19.6, 2.05], [1.25, 1, 0.07], 200, { surface: "paint", color: "#33393d" }),
  ...(
    [
      [32.7, 19],
      [32.45, 19.8],
      [33.9, 19.4],
      [33.7, 20.25],
    ] as const
  ).map(([x, y]) => pillar([x, y, 0.9], 0.035, 1.16, { surface: "metal", color: "#33393d" })),
  turnedBlock([32.38, 19.3, 0.1], [0.12, 0.75, 2.1], 200, { surface: "metal", color: "#40474c" }),
  turnedBlock([31.75, 18.95, 0.1], [1.1, 0.12, 0.05], 200, { surface: "metal", color: "#40474c" }),
  turnedBlock([31.6, 19.35, 0.1], [1.1, 0.12, 0.05], 200, { surface: "metal", color: "#40474c" }),
  ...(
    [
      [32.8, 19],
      [32.5, 19.85],
      [33.85, 19.35],
      [33.55, 20.2],
    ] as const
  ).map(([x, y]) =>
    turnedBlock([x, y, 0], [0.5, 0.18, 0.48], 200, { surface: "paint", color: "#1f2326" }),
  ),
];

const GOODS: readonly Solid[] = [
  ...pallet(29.4, 19.6, 1.35, "#c79c6b"),
  ...pallet(29.4, 20.9, 1.1, "#b98d5c", 3),
  ...pallet(27.7, 20.8, 1.55, "#8d9aa3"),
  ...pallet(31.4, 10.4, 0.95, "#c79c6b", -4),
  ...pallet(33.2, 10.2, 1.25, "#b98d5c"),
  ...pallet(1.9, 2.2, 1.1, "#a87c4d", 5),
  ...pallet(1.8, 3.6, 0.8, "#c79c6b"),
  ...pallet(2.4, 14, 0.7, "#d1b083", 12),
  ...[
    [14.2, 2],
    [14.2, 2.7],
    [14.9, 2.3],
  ].map(([x = 0, y = 0]) => pillar([x, y, 0], 0.29, 0.88, { surface: "paint", color: "#2f6f9c" })),
  ...[12, 18.2].map((x) => pillar([x, 8.4, 0], 0.06, 0.95, YELLOW)),
  block([23.55, 21.6, 24.1, 22], [0.9, 1.7], { surface: "paint", color: "#c1392d" }),
];

/** The factory: machining, assembly line, racks, quality control and dispatch in one hall. */
export const FACTORY: SiteDefinition = {
  environment: "factory",
  name: "Factory",
  timeZone: "UTC",
  floorName: "Hall",
  widthM: 36,
  heightM: 22,
  wallsM: [
    [
      [0, 10.1],
      [0, 0],
      [36, 0],
      [36, 13.4],
    ],
    [
      [36, 16.6],
      [36, 22],
      [0, 22],
      [0, 11.9],
    ],
    [
      [25, 3],
      [25, 7],
      [27, 7],
    ],
    [
      [29, 7],
      [36, 7],
    ],
    [
      [12.5, 10.2],
      [22.5, 10.2],
      [22.5, 11.2],
      [12.5, 11.2],
      [12.5, 10.2],
    ],
    [
      [2.5, 18.9],
      [12.5, 18.9],
      [12.5, 20],
      [2.5, 20],
      [2.5, 18.9],
    ],
    [
      [3.5, 14.4],
      [11, 14.4],
      [11, 15.5],
      [3.5, 15.5],
      [3.5, 14.4],
    ],
  ],
  zones: [
    {
      code: "machining",
      name: "Machining",
      kind: "main_area",
      color: "#5b8def",
      polygonM: [
        [0, 0],
        [15, 0],
        [15, 9.4],
        [0, 9.4],
      ],
    },
    {
      code: "entrance",
      name: "Staff entrance",
      kind: "entrance",
      color: "#e0a458",
      polygonM: [
        [0, 9.4],
        [5, 9.4],
        [5, 12.6],
        [0, 12.6],
      ],
    },
    {
      code: "storage",
      name: "Storage",
      kind: "main_area",
      color: "#7fb069",
      polygonM: [
        [0, 13.4],
        [14, 13.4],
        [14, 22],
        [0, 22],
      ],
    },
    {
      code: "assembly",
      name: "Assembly",
      kind: "main_area",
      color: "#9b72cf",
      polygonM: [
        [11, 9.4],
        [24.5, 9.4],
        [24.5, 13.2],
        [11, 13.2],
      ],
    },
    {
      code: "quality",
      name: "Quality control",
      kind: "restricted",
      color: "#ef476f",
      polygonM: [
        [25, 0],
        [36, 0],
        [36, 7],
        [25, 7],
      ],
    },
    {
      code: "dispatch",
      name: "Dispatch",
      kind: "exit",
      color: "#e76f51",
      polygonM: [
        [26, 8],
        [36, 8],
        [36, 22],
        [26, 22],
      ],
    },
  ],
  cameras: [
    {
      code: "c01",
      name: "Machining",
      positionM: [18, 0.6],
      heightM: 5,
      panDeg: 149,
      tiltDeg: 21,
      fovDeg: 72,
      zoneCode: "machining",
    },
    {
      code: "c02",
      name: "Storage",
      positionM: [17.2, 21.4],
      heightM: 5.2,
      panDeg: 214,
      tiltDeg: 21,
      fovDeg: 72,
      zoneCode: "storage",
    },
    {
      code: "c03",
      name: "Assembly",
      positionM: [24.6, 20.9],
      heightM: 5.4,
      panDeg: 232,
      tiltDeg: 23,
      fovDeg: 72,
      zoneCode: "assembly",
    },
    {
      code: "c04",
      name: "Dispatch",
      positionM: [24.6, 1.4],
      heightM: 5.4,
      panDeg: 66,
      tiltDeg: 19,
      fovDeg: 74,
      zoneCode: "dispatch",
    },
  ],
  solids: [
    ...HALL,
    ...rack(2.5, 12.5, 18.9, 1),
    ...rack(3.5, 11, 14.4, 2),
    ...machine(3.4, 2.6, "#2d6f8e"),
    ...machine(7.2, 2.6, "#2d6f8e"),
    ...machine(11, 2.6, "#3d7f5c"),
    ...CONVEYOR,
    ...BENCHES,
    ...QUALITY,
    ...GOODS,
    ...FORKLIFT,
  ],
  ground: [
    { surface: "epoxy", color: "#858e90" },
    { surface: "pavers", color: "#9d9a94", rectangle: [-30, -30, -0.3, 60] },
    { surface: "asphalt", color: "#77797a", rectangle: [36.3, -30, 80, 60] },
    { surface: "epoxy", color: "#6c9179", rectangle: [0, 8.9, 11.2, 13] },
    { surface: "epoxy", color: "#6c9179", rectangle: [11.2, 8.2, 25.6, 9.6] },
    { surface: "epoxy", color: "#6c9179", rectangle: [23.4, 8.2, 25.8, 18] },
    { surface: "epoxy", color: "#6c9179", rectangle: [11.2, 12.4, 25.8, 14] },
    { surface: "epoxy", color: "#b9c4ca", rectangle: [25.15, 0, 36, 6.9] },
    { surface: "hazard", color: "#dcae2c", rectangle: [34.6, 13.4, 36, 16.6] },
    { surface: "hazard", color: "#dcae2c", rectangle: [11.2, 9.62, 23.4, 9.76] },
    ...lines([
      [0, 8.85, 25.8, 8.95],
      [0, 12.95, 11.2, 13.05],
      [11.2, 13.95, 23.4, 14.05],
      [25.75, 8.9, 25.85, 18],
      [23.35, 14, 23.45, 18],
      [23.35, 18, 25.85, 18.1],
    ]),
    ...lines([
      [27, 18.9, 30.6, 18.98],
      [27, 18.9, 27.08, 21.8],
      [30.6, 18.9, 30.68, 21.8],
    ]),
    ...lines([
      [1.1, 1.3, 2.8, 1.38],
      [1.1, 4.4, 2.8, 4.48],
      [1.1, 1.3, 1.18, 4.48],
      [2.72, 1.3, 2.8, 4.48],
    ]),
  ],
  nodes: [
    { code: "yard-west", at: [-1.6, 6.5], slackM: 0, role: "door", only: ["yard"] },
    { code: "yard", at: [-1.6, 11], slackM: 0.1, role: "way", only: ["yard-west", "entrance"] },
    { code: "entrance", at: [1.6, 11], slackM: 0.3, role: "way" },
    { code: "time-clock", at: [4.2, 11.4], slackM: 0.5, role: "stop" },
    { code: "aisle-west", at: [8, 11], slackM: 0.9, role: "way" },
    { code: "aisle-middle", at: [10.8, 11.6], slackM: 0.3, role: "way" },
    { code: "machine-one", at: [4.8, 5.9], slackM: 0.35, role: "stop" },
    { code: "machine-two", at: [8.8, 5.9], slackM: 0.35, role: "stop" },
    { code: "machine-three", at: [12.6, 5.9], slackM: 0.35, role: "stop" },
    { code: "tool-store", at: [14.9, 5.4], slackM: 0.3, role: "stop" },
    { code: "bench-one", at: [16.7, 7.8], slackM: 0.1, role: "stop" },
    { code: "bench-two", at: [20.7, 7.8], slackM: 0.1, role: "stop" },
    { code: "aisle-south", at: [13.4, 9.1], slackM: 0.1, role: "way" },
    { code: "aisle-south-east", at: [24.2, 9.1], slackM: 0.3, role: "way" },
    { code: "line-one", at: [14.4, 12.4], slackM: 0.4, role: "stop" },
    { code: "line-two", at: [19.4, 12.4], slackM: 0.4, role: "stop" },
    { code: "line-end", at: [23.6, 11.2], slackM: 0.3, role: "stop" },
    { code: "aisle-north", at: [17.6, 14.8], slackM: 0.7, role: "stop" },
    { code: "rack-aisle-east", at: [13.2, 17.2], slackM: 0.4, role: "stop" },
    { code: "rack-aisle-middle", at: [8, 17.2], slackM: 0.4, role: "stop" },
    { code: "rack-aisle-west", at: [2.4, 17], slackM: 0.3, role: "stop" },
    { code: "rack-south", at: [7, 13.3], slackM: 0.2, role: "stop" },
    { code: "aisle-east", at: [24.7, 14], slackM: 0.4, role: "way" },
    { code: "dispatch-desk", at: [26, 17.2], slackM: 0.5, role: "stop" },
    { code: "dispatch-floor", at: [29.6, 16.4], slackM: 0.8, role: "stop" },
    { code: "dispatch-goods", at: [30.4, 12.4], slackM: 0.5, role: "stop" },
    { code: "dock", at: [34, 15], slackM: 0.5, role: "way" },
    {
      code: "dock-outside",
      at: [37.6, 15],
      slackM: 0.1,
      role: "way",
      only: ["dock", "dock-south", "dock-north"],
    },
    { code: "dock-south", at: [37.6, 8.5], slackM: 0, role: "door", only: ["dock-outside"] },
    { code: "dock-north", at: [37.6, 21], slackM: 0, role: "door", only: ["dock-outside"] },
    { code: "quality-door", at: [28, 8.2], slackM: 0.2, role: "way" },
    { code: "quality-inside", at: [28, 5.4], slackM: 0.2, role: "stop" },
    { code: "quality-table", at: [31, 5.5], slackM: 0.2, role: "stop" },
    { code: "quality-back", at: [28.6, 2.4], slackM: 0.4, role: "stop" },
  ],
  actors: FACTORY_ACTORS,
  gateways: [
    { mac: "ac:23:3f:c0:20:01", name: "Entrance gateway", positionM: [0.3, 12.4], heightM: 2.8 },
    { mac: "ac:23:3f:c0:20:02", name: "Machining gateway", positionM: [9, 0.4], heightM: 3.2 },
    { mac: "ac:23:3f:c0:20:03", name: "Storage gateway", positionM: [7.5, 21.7], heightM: 3.4 },
    { mac: "ac:23:3f:c0:20:04", name: "Assembly gateway", positionM: [17.3, 11.8], heightM: 2.2 },
    { mac: "ac:23:3f:c0:20:05", name: "Quality gateway", positionM: [30, 0.3], heightM: 2.6 },
    { mac: "ac:23:3f:c0:20:06", name: "Dispatch gateway", positionM: [35.7, 17.4], heightM: 3 },
  ],
  lighting: {
    towards: [0.21, 0.14, 0.967],
    sun: [0.98, 0.95, 0.88],
    sky: [0.68, 0.71, 0.75],
    bounce: [0.34, 0.34, 0.34],
    spread: 0.3,
    indoor: true,
  },
};

function lines(rectangles: readonly (readonly [number, number, number, number])[]) {
  return rectangles.map(
    (rectangle) => ({ surface: "paint", color: "#e4b92e", rectangle }) as const,
  );
}
