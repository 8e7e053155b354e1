/**
 * `npm run bench [-- name ...] [--tiny]`: runs the benches one after another and prints each one's
 * figures. Ends with 1 when a ratio misses its bound; `--tiny` looks at no bound.
 */
import { BENCHES } from "./benches.ts";
import { missed, report } from "./harness/index.ts";

const args = process.argv.slice(2);
const size = args.includes("--tiny") ? "tiny" : "full";
const wanted = args.filter((argument) => !argument.startsWith("--"));
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  const names = BENCHES.map((bench) => bench.name).join(", ");
  console.error(`Unknown bench ${unknown.join(", ")}; expected some of: ${names}`);
  process.exit(2);
}

let missedCount = 0;
for (const bench of BENCHES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const result = await bench.run({ size });
  for (const line of report(bench.name, result)) console.log(line);
  if (size === "full") missedCount += missed(result).length;
}
process.exitCode = missedCount > 0 ? 1 : 0;
