import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { AppError } from "../base/index.ts";
import type { CameraArgument } from "./config.ts";

/** The command line, still without the settings. */
export interface Arguments {
  readonly help: boolean;
  /** Text of `--roles`, undefined when absent. */
  readonly roles: string | undefined;
  readonly cameras: readonly CameraArgument[];
}

const CAMERA_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const CAMERA_PROTOCOLS = ["file:", "rtsp:", "rtsps:", "http:", "https:", "sim:"];
const EXPECTED = "expected --help, --roles LIST or --camera NAME=URL";

/**
 * Reads the command line; `cwd` is where relative files are looked for.
 *
 * @param argv without the program's own name
 * @throws AppError `invalid` for an unknown option or a camera that cannot be one
 */
export function parseArguments(argv: readonly string[], cwd: string): Arguments {
  const values = parse(argv);
  if (values.roles?.trim() === "") throw new AppError("invalid", `--roles is empty, ${EXPECTED}`);
  const cameras = (values.camera ?? []).map((text) => parseCamera(text, cwd));
  const twice = cameras.find(
    ({ name }, index) => cameras.findIndex((c) => c.name === name) < index,
  );
  if (twice) {
    throw new AppError("invalid", `--camera names ${twice.name} twice, expected different names`);
  }
  return { help: values.help ?? false, roles: values.roles, cameras };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        help: { type: "boolean", short: "h" },
        roles: { type: "string" },
        camera: { type: "string", multiple: true },
      },
    }).values;
  } catch (error) {
    const [why] = (error as Error).message.split(". ");
    throw new AppError("invalid", `${why}, ${EXPECTED}`, { cause: error });
  }
}

function parseCamera(text: string, cwd: string): CameraArgument {
  const at = text.indexOf("=");
  const name = at < 0 ? "" : text.slice(0, at);
  const url = parseCameraUrl(text.slice(at + 1), cwd);
  if (CAMERA_NAME.test(name) && url) return { name, url };
  const expected =
    "expected NAME=URL, a name of letters, digits, dashes and underscores, " +
    `and a URL that starts with ${CAMERA_PROTOCOLS.join(" ")}`;
  // The URL may hold a password, so it is not repeated.
  throw new AppError("invalid", `--camera ${JSON.stringify(name)} is not acceptable, ${expected}`);
}

function parseCameraUrl(text: string, cwd: string): string | null {
  // As a URL "file:clip.mp4" would mean "/clip.mp4"; people mean the folder they are in.
  if (/^file:(?!\/)/.test(text)) return pathToFileURL(resolve(cwd, text.slice(5))).href;
  if (!URL.canParse(text)) return null;
  return CAMERA_PROTOCOLS.includes(new URL(text).protocol) ? text : null;
}
