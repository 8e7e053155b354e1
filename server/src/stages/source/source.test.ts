import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../base/index.ts";
import { CaptureClock } from "./capture-clock.ts";
import { Pacer } from "./pacer.ts";
import { createSources } from "./registry.ts";
import { maskCredentials, sourceScheme } from "./source-url.ts";

describe("maskCredentials", () => {
  test.each([
    ["rtsp://admin:secret@10.0.0.5/live", "rtsp://***@10.0.0.5/live"],
    ["rtsps://admin@host:322/x", "rtsps://***@host:322/x"],
    ["http://u:p@w:q@host/x", "http://***@host/x"],
    ["cannot open rtsp://a:b@c/d: refused", "cannot open rtsp://***@c/d: refused"],
    ["rtsp://host/path?mail=a@b", "rtsp://host/path?mail=a@b"],
    ["file:/videos/a@b.mp4", "file:/videos/a@b.mp4"],
  ])("masks %s", (text, expected) => {
    expect(maskCredentials(text)).toBe(expected);
  });

  test("lets no password through, wherever the address stands", () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9!$*+,;=._~-]{4,12}$/);
    fc.assert(
      fc.property(word, word, fc.string(), (user, password, around) => {
        const masked = maskCredentials(`${around} rtsp://${user}:${password}@host.example/ch1`);
        expect(masked.endsWith("rtsp://***@host.example/ch1")).toBe(true);
      }),
    );
  });
});

describe("sourceScheme", () => {
  test("reads the scheme in lower case", () => {
    expect(sourceScheme("RTSP://host/x")).toBe("rtsp");
    expect(sourceScheme("sim:campus/c09")).toBe("sim");
  });

  test.each(["", "host/path", "rtsp://a\nb", `rtsp://${"x".repeat(3000)}`])(
    "refuses what is no address, case %#",
    (url) => {
      expect(() => sourceScheme(url)).toThrow(/must look like/);
    },
  );
});

describe("CaptureClock", () => {
  test("keeps the camera's even spacing whatever the network adds", () => {
    const clock = new CaptureClock();
    const delays = [0, 30, 80, 5, 120, 60, 10, 0];
    const times = delays.map((delayMs, index) => {
      const ptsMs = 5_000 + index * 40;
      return clock.captureTimeMs({ ptsMs, arrivalMs: 1_000_000 + index * 40 + delayMs });
    });
    expect(times).toEqual(delays.map((_delay, index) => 1_000_000 + index * 40));
  });

  test("never dates a picture after its arrival", () => {
    const steps = fc.array(fc.record({ pts: fc.nat(200), wait: fc.nat(300) }), { minLength: 1 });
    fc.assert(
      fc.property(steps, (list) => {
        const clock = new CaptureClock();
        let [ptsMs, arrivalMs] = [0, 1e12];
        for (const step of list) {
          ptsMs += step.pts;
          arrivalMs += step.wait;
          expect(clock.captureTimeMs({ ptsMs, arrivalMs })).toBeLessThanOrEqual(arrivalMs);
        }
      }),
    );
  });

  test("starts anew when the camera's clock jumps", () => {
    const clock = new CaptureClock();
    clock.captureTimeMs({ ptsMs: 0, arrivalMs: 1_000_000 });
    expect(clock.captureTimeMs({ ptsMs: 90_000, arrivalMs: 1_000_040 })).toBe(1_000_040);
    expect(clock.captureTimeMs({ ptsMs: 40, arrivalMs: 1_000_080 })).toBe(1_000_080);
  });
});

describe("Pacer", () => {
  test("holds back what is early and gives up what is far too late", async () => {
    let nowMs = 0;
    const slept: number[] = [];
    const sleep = async (delayMs: number) => {
      slept.push(delayMs);
      nowMs += delayMs;
    };
    const pacer = new Pacer({ nowMs: () => nowMs, monotonicMs: () => nowMs, sleep });
    const { signal } = new AbortController();
    await pacer.wait(0, signal);
    expect(await pacer.wait(40, signal)).toBe(false);
    nowMs = 2_000;
    expect(await pacer.wait(80, signal)).toBe(true);
    expect(await pacer.wait(120, signal)).toBe(false);
    expect(slept).toEqual([40, 40]);
  });
});

describe("createSources", () => {
  const open = createSources({
    openEncoder: () => Promise.reject(new Error("no simulated camera in this test")),
    cacheDir: "/nowhere",
  });
  const request = (url: string) => ({ url, settings: {}, signal: new AbortController().signal });

  test.each([
    ["gopher://host/x", /must begin with one of/],
    ["file:/nowhere/at/all.mp4", /No such file/],
    ["file:/dev/zero", /must be a regular file/],
    ["file:/etc/passwd", /garbage or not video/],
    ["rtsp://", /must name a host/],
    ["rtsp://127.0.0.1:1/x", /Connection refused/],
    ["http://user:hidden@127.0.0.1:1/x", /Connection refused/],
    ["sim:campus/nowhere", /No simulated camera/],
  ])("refuses %s in words", async (url, words) => {
    await expect(open(request(url))).rejects.toThrow(words);
  });

  test("refuses a playlist that points at local files", async () => {
    const { mkdtemp, rm, writeFile } = await import("node:fs/promises");
    const { createServer } = await import("node:http");
    const { tmpdir } = await import("node:os");
    const folder = await mkdtemp(`${tmpdir()}/playlist-`);
    const playlist =
      "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/vnd.apple.mpegurl").end(playlist);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as { port: number };
      await writeFile(`${folder}/list.m3u8`, playlist);
      for (const url of [`http://127.0.0.1:${port}/list.m3u8`, `file:${folder}/list.m3u8`]) {
        await expect(open(request(url))).rejects.toThrow(/not one that is allowed/);
      }
    } finally {
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    }
  });

  test("gives up at once when it is told to", async () => {
    const stop = new AbortController();
    const pending = open({ url: "rtsp://10.255.255.1/x", settings: {}, signal: stop.signal });
    const startMs = systemClock.monotonicMs();
    setImmediate(() => stop.abort(new Error("told to stop")));
    await expect(pending).rejects.toThrow("told to stop");
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(6_000);
  });
});
