import { describe, expect, test } from "vitest";

import { FILE_BYTES_MAX, FILES_MAX, UploadQueue, type SendRequest } from "./upload-queue.ts";

const BUSY = new Error("10 per 1 minute");

function picture(name: string, bytes = 1): File {
  const file = new File(["x"], name, { type: "image/jpeg" });
  Object.defineProperty(file, "size", { value: bytes });
  return file;
}

function queueOf(send: (request: SendRequest) => Promise<string>): UploadQueue {
  return new UploadQueue({ send, isPassing: (error) => error === BUSY, retryMs: 1 });
}

function settled(queue: UploadQueue): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (queue.uploads.every(({ state }) => state === "done" || state === "failed")) resolve();
    };
    queue.subscribe(check);
    check();
  });
}

describe("upload queue", () => {
  test("sends one after the other and tells how far each is", async () => {
    const seen: string[] = [];
    const queue = queueOf(async ({ files, onProgress }) => {
      onProgress(0.5);
      return `id of ${files[0]?.name ?? ""}`;
    });
    queue.subscribe(() => {
      seen.push(queue.uploads.map(({ state, sentShare }) => `${state} ${sentShare}`).join());
    });
    expect(queue.add([picture("a"), picture("b")], false)).toEqual([]);
    await settled(queue);
    expect(seen).toContain("sending 0.5,waiting 0");
    expect(seen).not.toContain("sending 0,sending 0");
    expect(queue.uploads.map(({ photoId }) => photoId)).toEqual(["id of a", "id of b"]);
  });

  test("sends a burst in one request, and a lone picture as itself", async () => {
    const sent: [number, boolean][] = [];
    const queue = queueOf(async ({ files, isBurst }) => {
      sent.push([files.length, isBurst]);
      return "id";
    });
    queue.add([picture("a"), picture("b"), picture("c")], true);
    queue.add([picture("alone")], true);
    await settled(queue);
    expect(sent).toEqual([
      [3, true],
      [1, false],
    ]);
  });

  test("sends again while the server asks to wait, and keeps what it refuses", async () => {
    let calls = 0;
    const queue = queueOf(async ({ files }) => {
      if (files[0]?.name === "bad") throw new Error("torn");
      calls += 1;
      if (calls < 3) throw BUSY;
      return "id";
    });
    queue.add([picture("bad"), picture("good")], false);
    await settled(queue);
    expect(queue.uploads.map(({ state }) => state)).toEqual(["failed", "done"]);
    expect(calls).toBe(3);
    queue.clear();
    expect(queue.uploads).toEqual([]);
  });

  test("removing stops what is under way and goes on with the next", async () => {
    const queue = queueOf(({ files, signal }) => {
      if (files[0]?.name === "next") return Promise.resolve("id");
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
    });
    queue.add([picture("endless"), picture("next")], false);
    queue.remove(queue.uploads[0]?.id ?? 0);
    await settled(queue);
    expect(queue.uploads.map(({ name, state }) => [name, state])).toEqual([["next", "done"]]);
  });

  test("leaves out what the server would refuse", async () => {
    const queue = queueOf(async () => "id");
    const text = new File(["x"], "notes.txt", { type: "text/plain" });
    const phone = new File(["x"], "IMG_1.HEIC");
    const files = [picture("large", FILE_BYTES_MAX + 1), text, phone];
    const many = Array.from({ length: FILES_MAX - files.length + 1 }, (_, at) => picture(`p${at}`));
    const faults = queue.add([...files, ...many], false);
    expect(faults.map(({ fault }) => fault)).toEqual(["tooLarge", "noPicture", "tooMany"]);
    await settled(queue);
    expect(queue.uploads).toHaveLength(FILES_MAX - 2);
  });
});
