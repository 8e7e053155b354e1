import type { HealthState } from "@whereabouts/contracts";

export interface HealthVerdict {
  readonly state: HealthState;
  /** Why, in words for people; null while healthy. */
  readonly reason: string | null;
}

/** One part's own view of its health. Each part registers its check; nobody knows them all. */
export interface HealthCheck {
  readonly name: string;
  check(): HealthVerdict | Promise<HealthVerdict>;
}

export interface NamedVerdict extends HealthVerdict {
  readonly name: string;
}

/** A check that takes longer counts as down: somebody is waiting for the answer. */
const CHECK_TIMEOUT_MS = 1500;
const ORDER: readonly HealthState[] = ["healthy", "degraded", "down"];

/** Runs all checks at once; a check that fails or hangs is down, and says why. */
export function runChecks(checks: readonly HealthCheck[]): Promise<NamedVerdict[]> {
  return Promise.all(
    checks.map(async (check) => {
      try {
        return { name: check.name, ...(await withTimeout(check)) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : "Check failed";
        return { name: check.name, state: "down" as const, reason };
      }
    }),
  );
}

/** The worst state of all, with every reason. */
export function combine(verdicts: readonly NamedVerdict[]): {
  readonly status: HealthState;
  readonly reasons: string[];
} {
  const worst = Math.max(0, ...verdicts.map(({ state }) => ORDER.indexOf(state)));
  const unwell = verdicts.filter(({ state }) => state !== "healthy");
  const reasons = unwell.map(({ name, state, reason }) => `${name}: ${reason ?? state}`);
  return { status: ORDER[worst] ?? "down", reasons };
}

function withTimeout(check: HealthCheck): Promise<HealthVerdict> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`No answer within ${CHECK_TIMEOUT_MS} ms`));
    const timer = setTimeout(late, CHECK_TIMEOUT_MS);
    Promise.resolve()
      .then(() => check.check())
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
