import { allSettings, type Variables } from "./source.ts";

/** Shorter names are too alike by nature: HOST and POST differ by one letter. */
const LENGTH_MIN = 6;

/**
 * Variables of `.env` that are almost one of ours. Other unknown ones are nobody's business: the
 * file is often shared with the clients' other programs.
 */
export function findNearMisses(envFile: Variables): string[] {
  const names = allSettings().map((setting) => setting.name);
  const known = new Set(names.flatMap((name) => [name, `${name}_FILE`]));
  return Object.keys(envFile)
    .filter((name) => !known.has(name) && name.length >= LENGTH_MIN)
    .flatMap((name) => {
      const meant = names.find(
        (candidate) => candidate.length >= LENGTH_MIN && isOneEdit(name, candidate),
      );
      return meant ? [`${name} in .env is not a setting, expected ${meant}`] : [];
    });
}

/** One letter added, lost or changed, or two neighbours swapped. */
export function isOneEdit(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (a[start] === b[start] && start < a.length) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.length > 1;
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (swapped && restA.slice(2) === restB.slice(2))
  );
}
