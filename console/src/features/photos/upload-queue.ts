/** How one upload goes. `held`: the server takes no more just now, it is sent again by itself. */
export type UploadState = "waiting" | "sending" | "held" | "done" | "failed";

/** One picture on its way, or a burst of which the best is kept. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly count: number;
  readonly state: UploadState;
  /** Bytes that have left, 0 to 1. */
  readonly sentShare: number;
  readonly photoId: string | null;
  readonly error: unknown;
}

export interface SendRequest {
  readonly files: readonly File[];
  readonly isBurst: boolean;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Why a file is not sent at all. */
export type UploadFault = "tooLarge" | "noPicture" | "tooMany";

interface QueueOptions {
  /** Resolves to the photo's id. */
  readonly send: (request: SendRequest) => Promise<string>;
  /** Whether the server only asks to wait. */
  readonly isPassing: (error: unknown) => boolean;
  readonly retryMs: number;
}

interface Entry {
  upload: Upload;
  readonly files: readonly File[];
  readonly isBurst: boolean;
  readonly abort: AbortController;
}

/** The server's own limits: a file, and the pictures of one burst. */
export const FILE_BYTES_MAX = 50 * 1024 * 1024;
export const FILES_MAX = 100;

/** Sends pictures one after the other; what fails stays listed until somebody clears it. */
export class UploadQueue {
  readonly #options: QueueOptions;
  readonly #listeners = new Set<() => void>();
  #entries: readonly Entry[] = [];
  #shown: readonly Upload[] = [];
  #nextId = 1;
  #isRunning = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** The same array until something changes. */
  get uploads(): readonly Upload[] {
    return this.#shown;
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns what was left out, and why */
  add(files: readonly File[], isBurst: boolean): readonly { name: string; fault: UploadFault }[] {
    const faults = files.map((file, index) => ({ name: file.name, fault: faultOf(file, index) }));
    const sound = files.filter((_, index) => faults[index]?.fault === null);
    const groups = isBurst && sound.length > 1 ? [sound] : sound.map((file) => [file]);
    this.#entries = [...this.#entries, ...groups.map((group) => this.#entryOf(group))];
    this.#tell();
    void this.#run();
    return faults.flatMap(({ name, fault }) => (fault === null ? [] : [{ name, fault }]));
  }

  /** Stops an upload that is under way and takes it off the list. */
  remove(id: number): void {
    const entry = this.#entries.find(({ upload }) => upload.id === id);
    entry?.abort.abort();
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#tell();
  }

  /** Takes what is over off the list. */
  clear(): void {
    this.#entries = this.#entries.filter(({ upload }) => !isOver(upload));
    this.#tell();
  }

  #entryOf(files: readonly File[]): Entry {
    const upload: Upload = {
      id: this.#nextId++,
      name: files[0]?.name ?? "",
      count: files.length,
      ...{ state: "waiting", sentShare: 0, photoId: null, error: null },
    };
    return { upload, files, isBurst: files.length > 1, abort: new AbortController() };
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let next: Entry | undefined;
    while ((next = this.#entries.find(({ upload }) => !isOver(upload))) !== undefined) {
      await this.#send(next);
    }
    this.#isRunning = false;
  }

  async #send(entry: Entry): Promise<void> {
    const { files, isBurst, abort } = entry;
    this.#change(entry, { state: "sending", sentShare: 0 });
    try {
      const onProgress = (sentShare: number) => this.#change(entry, { sentShare });
      const photoId = await this.#options.send({
        files,
        isBurst,
        onProgress,
        signal: abort.signal,
      });
      this.#change(entry, { state: "done", sentShare: 1, photoId });
    } catch (error) {
      if (abort.signal.aborted) return;
      if (!this.#options.isPassing(error)) return this.#change(entry, { state: "failed", error });
      this.#change(entry, { state: "held", sentShare: 0 });
      await pause(this.#options.retryMs, abort.signal);
    }
  }

  #change(entry: Entry, change: Partial<Upload>): void {
    entry.upload = { ...entry.upload, ...change };
    this.#tell();
  }

  #tell(): void {
    this.#shown = this.#entries.map(({ upload }) => upload);
    for (const listener of this.#listeners) listener();
  }
}

export function isOver({ state }: Pick<Upload, "state">): boolean {
  return state === "done" || state === "failed";
}

function faultOf(file: File, index: number): UploadFault | null {
  if (index >= FILES_MAX) return "tooMany";
  // Some systems do not know the type of a phone's newer pictures.
  if (!file.type.startsWith("image/") && !/\.(heic|heif|avif)$/i.test(file.name)) {
    return "noPicture";
  }
  return file.size > FILE_BYTES_MAX ? "tooLarge" : null;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
