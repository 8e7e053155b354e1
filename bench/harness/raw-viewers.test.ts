import fc from "fast-check";
import { expect, it } from "vitest";

import { FrameCounter } from "./raw-viewers.ts";

function frame(bodyBytes: number): Buffer {
  const head = Buffer.alloc(bodyBytes < 126 ? 2 : bodyBytes < 65_536 ? 4 : 10);
  head[0] = 0x81;
  head[1] = bodyBytes < 126 ? bodyBytes : bodyBytes < 65_536 ? 126 : 127;
  if (head[1] === 126) head.writeUInt16BE(bodyBytes, 2);
  if (head[1] === 127) head.writeBigUInt64BE(BigInt(bodyBytes), 2);
  return Buffer.concat([head, Buffer.alloc(bodyBytes, 0x81)]);
}

it("FrameCounter counts the same frames however the stream is cut", () => {
  const sizes = fc.array(fc.constantFrom(0, 1, 125, 126, 300, 65_535, 65_536), { maxLength: 6 });
  const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(sizes, cuts, (bodySizes, chunkSizes) => {
      const stream = Buffer.concat(bodySizes.map(frame));
      const counter = new FrameCounter(100);
      let counted = 0;
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = chunkSizes[turn % chunkSizes.length]!;
        counted += counter.read(stream.subarray(at, at + size));
        at += size;
      }
      expect(counted).toBe(bodySizes.filter((size) => size >= 100).length);
    }),
    { numRuns: 50 },
  );
});
