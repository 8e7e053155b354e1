/** A tab that dies while it holds the lock holds it no longer than this. */
const LEASE_MS = 10_000;
/** Longer than a write of one tab takes to be seen by the others. */
const SETTLE_MS = 60;

interface Lease {
  readonly holder: string;
  /** Browser time, milliseconds since the epoch. */
  readonly untilMs: number;
}

/**
 * Runs `run` while no other tab of this browser runs under the same name. Web Locks do it in secure
 * contexts; at a plain-http address a lease in the shared storage takes their place.
 */
export function acrossTabs<T>(name: string, run: () => Promise<T>): Promise<T> {
  return "locks" in navigator ? navigator.locks.request(name, run) : underLease(name, run);
}

async function underLease<T>(name: string, run: () => Promise<T>): Promise<T> {
  const holder = Math.random().toString(36).slice(2);
  while (!(await isTaken(name, holder))) await pause(SETTLE_MS);
  try {
    return await run();
  } finally {
    if (readLease(name)?.holder === holder) localStorage.removeItem(name);
  }
}

/** The last of several writers wins, which each sees once the writes have settled. */
async function isTaken(name: string, holder: string): Promise<boolean> {
  if ((readLease(name)?.untilMs ?? 0) > Date.now()) return false;
  const lease: Lease = { holder, untilMs: Date.now() + LEASE_MS };
  localStorage.setItem(name, JSON.stringify(lease));
  await pause(SETTLE_MS);
  return readLease(name)?.holder === holder;
}

function readLease(name: string): Lease | undefined {
  const text = localStorage.getItem(name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Lease;
  } catch {
    localStorage.removeItem(name);
    return undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
