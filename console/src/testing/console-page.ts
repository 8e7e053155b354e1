import axe from "axe-core";
import type { Browser, Page } from "playwright-core";

/** A running server and the administrator who may sign in to it. */
export interface ConsoleTarget {
  /** Address without a trailing slash. */
  readonly baseUrl: string;
  readonly administrator: { readonly email: string; readonly password: string };
}

export interface Viewport {
  readonly width: 1440 | 390;
  readonly scheme: "light" | "dark";
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const HEIGHTS = { 1440: 900, 390: 844 } as const;
/** Ends what hangs; a busy machine stays far below it. */
const STEP_MS_MAX = 100_000;

/** Opens the console's first page in a fresh profile. */
export async function openSignIn(
  browser: Browser,
  target: ConsoleTarget,
  { width, scheme }: Viewport,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] },
    colorScheme: scheme,
    reducedMotion: "reduce",
    locale: "en-US",
  });
  context.setDefaultTimeout(STEP_MS_MAX);
  const page = await context.newPage();
  await page.goto(target.baseUrl);
  await page.getByLabel("User name or e-mail").waitFor();
  return page;
}

/** Opens the console in a fresh profile and signs in as the administrator. */
export async function openConsole(
  browser: Browser,
  target: ConsoleTarget,
  viewport: Viewport,
): Promise<Page> {
  const page = await openSignIn(browser, target, viewport);
  await signIn(page, target.administrator);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  return page;
}

/** Fills the sign-in form and sends it. */
export async function signIn(
  page: Page,
  { email, password }: ConsoleTarget["administrator"],
): Promise<void> {
  await page.getByLabel("User name or e-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Goes to a page of the console by its path and waits until its content stands. */
export async function openPage(page: Page, at: string, heading: string): Promise<void> {
  await page.goto(`${page.url().split("#")[0]}#/${at}`);
  await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "detached" });
}

/** Shows the page at another width or in another scheme, without loading it again. */
export async function showAs(page: Page, { width, scheme }: Viewport): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: HEIGHTS[width] });
  await page.evaluate(async () => {
    // Two frames: the first hands the change to the page, the second shows what the page made of it.
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    const passing = document.getAnimations().filter(({ effect }) => {
      return Number.isFinite(effect?.getComputedTiming().endTime);
    });
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

/** Breaches of WCAG 2.2 A and AA on the page as it stands, one line each. */
export async function breachesOf(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await run.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any, all, none }) => {
        const reasons = [...any, ...all, ...none].map(({ message }) => message);
        return `${id}: ${html} ${reasons.join("; ")}`;
      }),
    );
  }, RULES);
}

/** How many CSS pixels the page is wider than the window; people should never scroll sideways. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}

/** Videos of the page that have begun to move. */
export function playingVideos(page: Page): Promise<number> {
  return page
    .locator("video")
    .evaluateAll(
      (videos) => videos.filter((video) => (video as HTMLVideoElement).currentTime > 0).length,
    );
}

/** Dots on the live plan, as its description tells them. */
export async function dotsOnPlan(page: Page): Promise<number> {
  const label = await page.getByRole("img", { name: /^Plan of / }).getAttribute("aria-label");
  return Number(/with (\d+) moving/.exec(label ?? "")?.[1] ?? 0);
}

/** Coloured pixels of the drawings over the videos: the boxes and their labels. */
export function drawnPixels(page: Page): Promise<number> {
  return page.locator("canvas.tile-overlay").evaluateAll((canvases) => {
    let count = 0;
    for (const canvas of canvases as HTMLCanvasElement[]) {
      const { width, height } = canvas;
      if (width === 0 || height === 0) continue;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count += 1;
    }
    return count;
  });
}
