import type { MultipartPart } from "@whereabouts/contracts";
import { AppError, isAppError, type ErrorDetail } from "../../base/index.ts";
import type { Media, MediaStore } from "../../media/index.ts";

/** Largest file; the limit of the proxy that the clients have known (contract, section 1). */
export const FILE_BYTES_MAX = 50 * 1024 * 1024;
export const BURST_FILES_MAX = 100;
const BURST_BYTES_MAX = 500 * 1024 * 1024;

export interface ReceivedFile {
  readonly media: Media;
  readonly fileName: string;
}

export interface ReceivedForm {
  readonly files: readonly ReceivedFile[];
  readonly fields: Readonly<Record<string, string>>;
  readonly faults: readonly ErrorDetail[];
}

export interface ReceiveOptions {
  readonly media: Pick<MediaStore, "add" | "remove">;
  /** Name of the part that holds a file. */
  readonly field: "file" | "files";
  /** Whether files are kept; else they are read and dropped, for an answer after validation. */
  readonly keep: boolean;
}

/**
 * Streams the files of a multipart body to disk. What was stored is removed again when it fails.
 *
 * @throws AppError `too-large`, or `bad-request` for a body that ends too early
 * @throws Error of the operating system when a file cannot be written
 */
export async function receiveFiles(
  parts: AsyncIterable<MultipartPart>,
  options: ReceiveOptions,
): Promise<ReceivedForm> {
  const form = new FormReader(options);
  try {
    for await (const part of parts) await form.read(part);
    return await form.finish();
  } catch (error) {
    await form.discard();
    if (isNoMultipart(error)) return { files: [], fields: {}, faults: [missing(options.field)] };
    throw isBrokenBody(error) ? new AppError("bad-request", BROKEN, { cause: error }) : error;
  }
}

const BROKEN = "There was an error parsing the body";

class FormReader {
  readonly #options: ReceiveOptions;
  readonly #files: ReceivedFile[] = [];
  readonly #fields: Record<string, string> = {};
  readonly #faults: ErrorDetail[] = [];
  #seen = 0;
  #bytes = 0;

  constructor(options: ReceiveOptions) {
    this.#options = options;
  }

  async read(part: MultipartPart): Promise<void> {
    const { field, keep, media } = this.#options;
    if (part.kind === "field") {
      if (part.name === field) this.#faults.push(notAFile(field, part.value, this.#seen++));
      else this.#fields[part.name] = part.value;
      return;
    }
    if (part.name !== field) return;
    this.#seen++;
    if (!keep) return;
    const stored = await media.add({
      kind: "photo-original",
      contentType: "application/octet-stream",
      content: part.stream,
      limitBytes: Math.min(FILE_BYTES_MAX, BURST_BYTES_MAX - this.#bytes),
    });
    this.#bytes += stored.sizeBytes;
    // Of a repeated single field the last one counts.
    if (field === "file") await this.discard();
    this.#files.push({ media: stored, fileName: part.filename.slice(0, 200) });
  }

  async finish(): Promise<ReceivedForm> {
    if (this.#seen === 0) this.#faults.push(missing(this.#options.field));
    if (this.#faults.length > 0) await this.discard();
    return { files: this.#files, fields: this.#fields, faults: this.#faults };
  }

  async discard(): Promise<void> {
    for (const { media } of this.#files.splice(0)) await this.#options.media.remove(media.id);
  }
}

function missing(field: string): ErrorDetail {
  return { type: "missing", loc: ["body", field], msg: "Field required", input: null };
}

function notAFile(field: "file" | "files", value: string, index: number): ErrorDetail {
  return {
    type: "value_error",
    loc: field === "files" ? ["body", field, index] : ["body", field],
    msg: "Value error, Expected UploadFile, received: <class 'str'>",
    input: value.slice(0, 200),
    ctx: { error: {} },
  };
}

function isNoMultipart(error: unknown): boolean {
  return isAppError(error) && error.kind === "unsupported";
}

/** The multipart parser's own complaints carry no code; the system's and the framework's do. */
function isBrokenBody(error: unknown): boolean {
  if (isAppError(error) || !(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return code === "" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET";
}
