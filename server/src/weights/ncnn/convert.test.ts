import { InferenceSession, Tensor } from "onnxruntime-node";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isAppError } from "../../base/index.ts";
import { convertNcnnNetwork } from "./convert.ts";

/** Three 1x1 convolutions of one picture, put together as enlarging networks are. */
const NETWORK = `7767517
9 12
Input       in     0 1 data
Split       twice  1 2 data a b
Convolution mix    1 1 a c 0=3 1=1 4=0 5=1 6=9 9=2 -23310=1,5.000000e-01
PReLU       slope  1 1 c d 0=3
Eltwise     added  2 1 d b e 0=1 -23301=2,2.000000e-01,1.000000e+00
Interp      larger 1 1 e f 0=1 1=2.000000e+00 2=2.000000e+00
Concat      both   2 1 f f g 0=0
Convolution last   1 1 g h 0=3 1=1 5=0 6=18
BinaryOp    again  2 1 h f out
`;

function floats(...values: number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

/** Half precision 1, 0 and -1, as ncnn writes them: a flag, and padding to four bytes. */
function halves(...values: (0 | 1 | -1)[]): Buffer {
  const bits = { "0": 0x0000, "1": 0x3c00, "-1": 0xbc00 };
  const flag = Buffer.from(Uint32Array.of(0x01306b47).buffer);
  const data = Uint16Array.from(values, (value) => bits[`${value}`]);
  const padding = Buffer.alloc((4 - ((2 * values.length) % 4)) % 4);
  return Buffer.concat([flag, Buffer.from(data.buffer), padding]);
}

const WEIGHTS = Buffer.concat([
  halves(1, 0, 0, 0, 1, 0, 0, 0, -1),
  floats(0, 0.1, 0),
  floats(1, 1, 0.5),
  Buffer.alloc(4),
  floats(...Array.from({ length: 18 }, (_, at) => (at % 6 === Math.floor(at / 6) ? 0.5 : 0))),
]);

test("a network computes what its layers say", async () => {
  const bytes = convertNcnnNetwork(Buffer.from(NETWORK), WEIGHTS);
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
  const pixel = new Tensor("float32", Float32Array.of(0.4, 0.2, 0.4), [1, 3, 1, 1]);
  const { enlarged } = await session.run({ images: pixel });
  await session.release();
  expect(enlarged!.dims).toEqual([1, 3, 2, 2]);
  // Mixed: 0.4, 0.3 and -0.4 halved by leaking, halved again by the slope; a fifth of it is added.
  const sums = [0.4 + 0.2 * 0.4, 0.2 + 0.2 * 0.3, 0.4 - 0.2 * 0.1];
  const expected = sums.flatMap((sum) => Array.from({ length: 4 }, () => Math.min(1, 1.5 * sum)));
  const values = Array.from(enlarged!.data as Float32Array);
  values.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
});

test.each([
  ["7767516\n", /starts with 7767517/],
  [NETWORK.replace("Concat ", "Mystery"), /type Mystery/],
  [NETWORK.replace("1 1 e f", "1 1 z f"), /reads z/],
  [NETWORK.replace("6=18", "6=17"), /another size/],
  [NETWORK.replace("5=0 6=18", "5=1 6=18"), /more bytes of weights/],
  [NETWORK.replace(/PReLU.*\n/, "").replace("d b e", "c b e"), /cannot be read|leaves weights/],
  [NETWORK.replace("0=1 1=2", "0=2 1=2"), /nearest/],
])("network %# is refused in words", (network, words) => {
  expect(() => convertNcnnNetwork(Buffer.from(network), WEIGHTS)).toThrow(words);
});

test("whatever is written there, it is converted or refused as invalid", () => {
  const lines = NETWORK.split("\n");
  fc.assert(
    fc.property(fc.nat(lines.length - 1), fc.string(), fc.uint8Array(), (at, line, weights) => {
      const network = lines.with(at, line).join("\n");
      expect(outcomeOf(network, weights)).toMatch(/^(converted|invalid)$/);
    }),
  );
});

/** The kind of the refusal, or that there was none. */
function outcomeOf(network: string, weights: Uint8Array): string {
  try {
    convertNcnnNetwork(Buffer.from(network), Buffer.from(weights));
    return "converted";
  } catch (error) {
    return isAppError(error) ? error.kind : String(error);
  }
}
