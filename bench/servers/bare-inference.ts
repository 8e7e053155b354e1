/**
 * The yardstick for detection: the same model with the same threads, and nothing around it.
 * `bare-inference.ts <model> <threads> <milliseconds>` prints `{ "perSecond": number, "cpuMs": number }`, the
 * latter per inference.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";

const WARM_UP_RUNS = 3;
const [model = "", threads = "", durationMs = ""] = process.argv.slice(2);
const session = await InferenceSession.create(model, {
  executionProviders: ["cpu"],
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
});
const [input] = session.inputMetadata;
if (input === undefined || !input.isTensor) throw new Error(`${model} takes no picture`);
const dims = input.shape.map(Number);
const length = dims.reduce((product, dim) => product * dim, 1);
const picture = new Tensor("float32", new Float32Array(length).fill(0.5), dims);
const feeds = { [input.name]: picture };
for (let run = 0; run < WARM_UP_RUNS; run++) await session.run(feeds);

const startedMs = performance.now();
const startedCpu = process.cpuUsage();
let runs = 0;
do {
  await session.run(feeds);
  runs++;
} while (performance.now() - startedMs < Number(durationMs));
const perSecond = runs / ((performance.now() - startedMs) / 1000);
const cpu = process.cpuUsage(startedCpu);
const cpuMs = (cpu.user + cpu.system) / 1000 / runs;
await session.release();
process.stdout.write(`${JSON.stringify({ perSecond, cpuMs })}\n`);
