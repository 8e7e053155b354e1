/**
 * The yardstick for enlarging: the network alone over tiles of the same sizes, on one thread and
 * at the priority of upscaling processes.
 * `bare-upscale.ts <model> <WIDTHxHEIGHT,...>` prints `{ "seconds": number, "cpuSeconds": number }`.
 */
import { constants, setPriority } from "node:os";
import { InferenceSession, Tensor } from "onnxruntime-node";

const [model = "", sizes = ""] = process.argv.slice(2);
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const session = await InferenceSession.create(model, {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
});
const startedMs = performance.now();
const startedCpu = process.cpuUsage();
for (const size of sizes.split(",")) {
  const [width = 0, height = 0] = size.split("x").map(Number);
  const pixels = new Float32Array(3 * width * height).fill(0.5);
  await session.run({ images: new Tensor("float32", pixels, [1, 3, height, width]) });
}
const seconds = (performance.now() - startedMs) / 1000;
const cpu = process.cpuUsage(startedCpu);
await session.release();
process.stdout.write(`${JSON.stringify({ seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6 })}\n`);
