/** What one folder may import. Everything not named is refused. */
export interface LayerRule {
  /** Other layers of ours, by name; `features/*` names every feature. */
  readonly may: readonly string[];
  /** Layers of which only types may be imported. */
  readonly typesOf?: readonly string[];
  /** Runs in any thread, browser or test: no `node:` and no package but those listed. */
  readonly environmentFree?: { readonly packages: readonly string[] };
}

const STAGE = ["base", "model", "contracts", "pipeline"];
/** A stage that runs inside a perception process; its contract stands with the process's parent. */
const PERCEPTION_STAGE = [...STAGE, "pipeline/perception"];
const FEATURE = [
  "base",
  "model",
  "contracts",
  "db",
  "bus",
  "jobs",
  "media",
  "pipeline",
  "features/*",
];

/**
 * Who may import whom. A folder is looked up by its full name first (`stages/track`), then by its
 * parent's (`stages`). `app` imports everything and is imported by `main` alone.
 */
export const LAYERS: Readonly<Record<string, LayerRule>> = {
  mot: { may: [], environmentFree: { packages: [] } },
  "mot/cli": { may: ["mot"] },
  contracts: { may: [], environmentFree: { packages: ["zod"] } },
  simulator: { may: [], environmentFree: { packages: [] } },

  base: { may: [] },
  model: { may: ["contracts"], typesOf: ["base"], environmentFree: { packages: [] } },
  config: { may: ["base", "contracts"] },
  db: { may: ["base", "model"] },
  bus: { may: ["base", "model"] },
  jobs: { may: ["base", "db"] },
  media: { may: ["base", "model", "db"] },
  weights: { may: ["base", "contracts"] },
  inference: { may: ["base"] },
  upscale: { may: ["base", "weights"] },
  transport: { may: ["base", "contracts"] },

  pipeline: { may: ["base", "model"] },
  "pipeline/perception": { may: ["base", "model", "pipeline", "weights"] },
  workers: {
    may: [
      "base",
      "model",
      "pipeline",
      "pipeline/perception",
      "stages/*",
      "inference",
      "weights",
      "upscale",
    ],
  },

  stages: { may: STAGE },
  "stages/source": { may: [...PERCEPTION_STAGE, "simulator"] },
  "stages/decode": { may: PERCEPTION_STAGE },
  "stages/motion": { may: PERCEPTION_STAGE },
  "stages/detect": { may: [...PERCEPTION_STAGE, "inference", "weights"] },
  "stages/describe": { may: [...PERCEPTION_STAGE, "inference", "weights"] },
  "stages/track": { may: [...STAGE, "mot"] },
  "stages/identify": { may: [...STAGE, "mot", "weights"] },
  "stages/locate": { may: [...STAGE, "mot"] },
  "stages/store": { may: [...STAGE, "db"] },

  features: { may: FEATURE },
  // Solving a calibration is ground-plane geometry, which the library owns.
  "features/cameras": { may: [...FEATURE, "mot"] },
  // Who goes where is an assignment, which the library solves.
  "features/fleet": { may: [...FEATURE, "mot"] },

  "features/photos": { may: [...FEATURE, "upscale"] },

  console: { may: ["contracts"] },
};

/** Layers that import whatever they need: they wire, test, measure or check. */
export const UNRESTRICTED = new Set([
  "app",
  "main",
  "testing",
  "acceptance",
  "bench",
  "tools",
  "root",
]);

/** Layers that only the named layers may import, whatever else they are allowed. */
export const PRIVATE_TO: Readonly<Record<string, readonly string[]>> = {
  app: ["main", "testing", "acceptance", "bench", "tools"],
  main: [],
  testing: ["acceptance", "bench"],
  acceptance: [],
  bench: [],
  tools: ["root"],
};

/** Files besides `index.ts` through which a folder may be entered. */
export const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  bus: ["contract.ts"],
  // The tracker package's own exports.
  mot: ["assignment", "eval", "ground", "identity"],
  // Plain lists: the model and the console take them without the schema library.
  contracts: ["detection.ts"],
  pipeline: ["contract.ts", "perception-port.ts"],
  // The child side is wired by its worker entry file.
  "pipeline/perception": [
    "contract.ts",
    "messages.ts",
    "group/outbox.ts",
    "group/perception-group.ts",
  ],
  upscale: ["messages.ts", "job/run-job.ts"],
};

/** Third-party packages whose code stays in one place, so that they can be replaced there. */
export const CONFINED: Readonly<Record<string, readonly string[]>> = {
  "node-av": [
    "stages/source",
    "stages/decode",
    "pipeline/perception",
    "workers",
    "testing",
    "bench",
  ],
  "onnxruntime-node": ["inference", "weights", "bench"],
  // Measured against, never run by the product.
  "node-moving-things-tracker": ["bench"],
  fastify: ["transport"],
  ws: ["transport", "testing", "bench", "tools"],
  pg: ["db", "testing", "bench"],
  "pg-boss": ["jobs"],
  saxes: ["features/fleet"],
  aedes: ["transport"],
  mqtt: ["transport"],
  redis: ["bus"],
  "@nats-io/transport-node": ["bus"],
};
