import sharp from "sharp";

/** A picture with something to see in it: blocks of colours that depend on `seed`. */
export async function testPicture(
  options: {
    readonly width?: number;
    readonly height?: number;
    readonly seed?: number;
    readonly blurSigma?: number;
    readonly format?: "jpeg" | "png" | "webp" | "avif";
    /** EXIF orientation, 1 to 8. */
    readonly orientation?: number;
    readonly exif?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  } = {},
): Promise<Buffer<ArrayBuffer>> {
  const { width = 64, height = 48, seed = 1, format = "jpeg" } = options;
  const pixels = Buffer.alloc(width * height * 3);
  let state = seed;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Park and Miller's generator, drawn anew for each block of 4 x 4.
      state = ((seed * 7919 + (x >> 2) * 131 + (y >> 2) * 65_537 + 1) * 48_271) % 2_147_483_647;
      pixels.writeUIntBE(state & 0xffffff, (y * width + x) * 3, 3);
    }
  }
  let picture = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (options.blurSigma !== undefined) picture = picture.blur(options.blurSigma);
  if (options.orientation !== undefined) {
    picture = picture.withMetadata({ orientation: options.orientation });
  }
  if (options.exif !== undefined) picture = picture.withExif(options.exif);
  return Buffer.from(await picture.toFormat(format).toBuffer());
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly body: never;
}

/** What an app of the photo family does, over real HTTP; nothing in it waits for image work. */
export class PhotoApp {
  readonly #baseUrl: string;
  readonly #timeoutMs: number;
  token = "";

  constructor(baseUrl: string, timeoutMs = 60_000) {
    this.#baseUrl = baseUrl;
    this.#timeoutMs = timeoutMs;
  }

  async call(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.token !== "" && !headers.has("authorization")) {
      headers.set("authorization", `Bearer ${this.token}`);
    }
    headers.set("connection", "close");
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const response = await fetch(this.#baseUrl + path, { ...init, method, headers, signal });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString("utf8");
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    const body = (isJson ? JSON.parse(text) : bytes) as never;
    return { status: response.status, text, headers: response.headers, body };
  }

  json(method: string, path: string, body: unknown): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    return this.call(method, path, { headers, body: JSON.stringify(body) });
  }

  form(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.call("POST", path, { body: new URLSearchParams(fields) });
  }

  /** Sends files under one name, and other fields beside them. */
  upload(
    path: string,
    name: string,
    files: readonly (Buffer<ArrayBuffer> | string)[],
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const body = new FormData();
    for (const [index, content] of files.entries()) {
      const part = new Blob([content], { type: "image/jpeg" });
      body.append(name, part, files.length === 1 ? "capture.jpg" : `burst_${index}.jpg`);
    }
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    return this.call("POST", path, { body });
  }

  /** Registers and logs in, as the app does in one go. */
  async enter(username: string, password = "correct horse"): Promise<this> {
    await this.json("POST", "/register", { username, password });
    const { body } = await this.form("/token", { username, password });
    this.token = (body as { access_token: string }).access_token;
    return this;
  }
}
