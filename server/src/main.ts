/** Parse, build, wait. Everything else is `app.ts`. */
import { createLog, isAppError, systemClock, type Log } from "./base/index.ts";
import type { App } from "./app.ts";
import { ensureSecrets, loadConfig, renderHelp, wantsHelp, type Config } from "./config/index.ts";

const STOP_LIMIT_MS = 30_000;

if (wantsHelp(process.argv.slice(2))) process.stdout.write(renderHelp());
else await main();

async function main(): Promise<void> {
  const config = readConfig();
  if (config === null) return;
  const log = createLog(config.server.logLevel);
  process.on("unhandledRejection", (error) => {
    // A bug of ours: the state is unknown, and what was acknowledged is in the database already.
    log.fatal({ err: error }, "Unhandled failure, stopping");
    process.exit(70);
  });
  try {
    const secrets = await ensureSecrets(config);
    // Only now: help and refused settings need not wait until everything is loaded.
    const { startApp } = await import("./app.ts");
    const app = await startApp({ config, secrets, log, clock: systemClock });
    stopOnSignal(app);
    announce(app);
    await fetchModels(app, log);
  } catch (error) {
    if (isAppError(error)) process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, "Start failed");
    process.exit(1);
  }
}

function readConfig(): Config | null {
  try {
    return loadConfig({ env: process.env, argv: process.argv.slice(2), cwd: process.cwd() });
  } catch (error) {
    if (!isAppError(error)) throw error;
    process.stderr.write(`${error.message}\nnpm start -- --help lists every setting\n`);
    process.exitCode = 2;
    return null;
  }
}

function announce(app: App): void {
  const lines = ["", `  Whereabouts is ready at ${app.url}`];
  if (app.trackingUrl) lines.push(`  Tracking clients connect to ${app.trackingUrl}`);
  if (app.firstAdministrator) {
    const { username, password } = app.firstAdministrator;
    lines.push("", "  First administrator", `    user      ${username}`);
    lines.push(
      password === null
        ? "    password  as set in SUPERADMIN_PASSWORD"
        : `    password  ${password}   (shown only now)`,
    );
  }
  process.stdout.write(`${lines.join("\n")}\n\n`);
}

/** Cameras without a model of their own start to detect as soon as it is there. */
async function fetchModels(app: App, log: Log): Promise<void> {
  let shown = "";
  const show = (line: string): void => {
    if (line !== shown) process.stdout.write(`  ${line}\n`);
    shown = line;
  };
  try {
    await app.fetchModels(({ name, phase, doneBytes, totalBytes }) => {
      if (phase === "ready") {
        if (shown !== "") show(`Model ${name}: ready`);
        return;
      }
      const percent = totalBytes ? ` ${Math.floor((doneBytes / totalBytes) * 10) * 10} %` : "";
      show(`Model ${name}: ${phase}${phase === "fetching" ? percent : ""}`);
    });
  } catch (error) {
    log.warn({ err: error }, "The detector's model cannot be fetched; cameras keep trying");
  }
}

function stopOnSignal(app: App): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write(`  ${signal}: finishing what was acknowledged\n`);
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    Promise.resolve(app.dispose()).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping was not clean: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", () => stop("Interrupted"));
  process.on("SIGTERM", () => stop("Asked to stop"));
}
