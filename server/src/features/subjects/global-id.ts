/** Letters by which people tell what a subject is; everything else is an `X`. */
const LETTERS: Readonly<Record<string, string>> = {
  person: "P",
  cat: "C",
  dog: "D",
  bird: "B",
  horse: "H",
  bicycle: "V",
  car: "V",
  motorcycle: "V",
  bus: "V",
  truck: "V",
};

/** The public name of a subject, `P-000123`. Numbers are given once for all classes. */
export function globalIdOf(objectClass: string, number: number | string): string {
  return `${LETTERS[objectClass] ?? "X"}-${String(number).padStart(6, "0")}`;
}

/** What {@link globalIdOf} may ever make, and what other names are set apart with. */
const TAKEN = /^([A-Z]-[0-9a-f]{6,}$|external:)/;

/** The public name of a subject that another tracker named; never one of ours. */
export function globalIdOfExternal(externalId: string): string {
  return TAKEN.test(externalId) ? `external:${externalId}` : externalId;
}
