import { SECTIONS } from "./sections/index.ts";
import type { Setting } from "./setting.ts";

type AnySettings = Readonly<Record<string, Setting<unknown>>>;

/** True when the command line asks for {@link renderHelp}; the rest of it then does not matter. */
export function wantsHelp(argv: readonly string[]): boolean {
  return argv.includes("--help") || argv.includes("-h");
}

/** What `npm start -- --help` prints: every option and setting with its default and meaning. */
export function renderHelp(): string {
  const sections = Object.values(SECTIONS).map(({ title, settings }) => {
    const lines = Object.values(settings as AnySettings).map(
      (setting) =>
        `  ${setting.name}\n      ${setting.meaning}\n      Default: ${shownDefault(setting)}\n`,
    );
    return `${title}\n${lines.join("")}`;
  });
  return `${USAGE}\n${sections.join("\n")}`;
}

/** The text of `.env.example`: every setting, commented out, with its default. */
export function renderExample(): string {
  const sections = Object.values(SECTIONS).map(({ title, settings }) => {
    const lines = Object.values(settings as AnySettings).map(
      (setting) =>
        `# ${setting.meaning}. Default: ${shownDefault(setting)}\n# ${setting.name}=${setting.default}\n`,
    );
    return `## ${title}\n\n${lines.join("\n")}`;
  });
  return `${EXAMPLE_HEAD}\n${sections.join("\n")}`;
}

function shownDefault(setting: Setting<unknown>): string {
  return setting.defaultNote ?? (setting.default === "" ? "not set" : setting.default);
}

const USAGE = `Usage: npm start -- [options]

Options
  --camera NAME=URL   Adds a camera; may be given several times. URL is file:PATH, rtsp://…,
                      http://… or sim:SITE/CAMERA
  --roles LIST        What this process does, see ROLES
  --help              Prints this

Settings come from the environment, or from a file named .env in the folder the server is started
in; the environment wins. A secret may also be read from the file that NAME_FILE names.
`;

const EXAMPLE_HEAD = `# Settings of the server. Copy this file to .env and change what you need; every line
# shows a default. The environment wins over the file. \`npm start -- --help\` prints the same list.
`;
