import type { Log } from "../../base/index.ts";
import type { ZonedFrame } from "../../model/index.ts";
import type { RulesStage } from "../../pipeline/contract.ts";

/** Something that looks for one kind of event. Keeps its own, bounded state. */
export interface Rule {
  /** Stable word for logs and counters. */
  readonly name: string;
  evaluate(frame: ZonedFrame): void;
}

/** Failures of each rule since start. */
export type RulesStats = Readonly<Record<string, number>>;

/** Runs every rule over every frame; a failing rule is counted and logged, the others go on. */
export function createRules(
  rules: readonly Rule[],
  log: Pick<Log, "error">,
): RulesStage & { stats(): RulesStats } {
  const failures = new Map(rules.map((rule) => [rule.name, 0]));
  return {
    evaluate(frame) {
      for (const rule of rules) {
        try {
          rule.evaluate(frame);
        } catch (error) {
          failures.set(rule.name, (failures.get(rule.name) ?? 0) + 1);
          log.error({ err: error, rule: rule.name, cameraId: frame.cameraId }, "Rule failed");
        }
      }
    },
    stats: () => Object.fromEntries(failures),
  };
}
