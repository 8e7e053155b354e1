import type { Browser, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startTestApp, type TestApp } from "../../../server/src/acceptance/test-app.ts";
import {
  breachesOf,
  dotsOnPlan,
  drawnPixels,
  openConsole,
  openPage,
  openSignIn,
  overflowPx,
  playingVideos,
  showAs,
  signIn,
  type Viewport,
} from "./console-page.ts";
import { buildConsole, findChromium, launchBrowser } from "./launch.ts";

const executable = findChromium();
const WIDE: Viewport = { width: 1440, scheme: "dark" };
const PAGES = [
  { path: "live", heading: "Live" },
  { path: "subjects", heading: "Subjects" },
  { path: "photos", heading: "Photos" },
  { path: "cameras", heading: "Cameras" },
  { path: "cameras/c09", heading: "c09 · Main gate" },
  { path: "cameras/c09?tab=calibrate", heading: "c09 · Main gate" },
  { path: "cameras/c09?tab=edit", heading: "c09 · Main gate" },
  { path: "plans", heading: "Plans" },
  { path: "system", heading: "System" },
  { path: "settings/appearance", heading: "Settings" },
  { path: "settings/sessions", heading: "Settings" },
  { path: "settings/users", heading: "Settings" },
  { path: "settings/keys", heading: "Settings" },
  { path: "settings/audit", heading: "Settings" },
];
const VIEWPORTS: Viewport[] = [
  { width: 1440, scheme: "light" },
  WIDE,
  { width: 390, scheme: "light" },
  { width: 390, scheme: "dark" },
];

describe.runIf(executable !== undefined)("console in a browser", { timeout: 600_000 }, () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await buildConsole();
    const env = { DEMO_SITE: "on", RATE_LIMIT_PER_MINUTE: "0" };
    [app, browser] = await Promise.all([startTestApp({ env }), launchBrowser(executable ?? "")]);
    page = await openConsole(browser, app, WIDE);
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
  });

  test("a wrong password is refused in words", async () => {
    const other = await openSignIn(browser, app, WIDE);
    await signIn(other, { email: app.administrator.email, password: "not the password" });
    await other.getByRole("alert").getByText("The name or the password is not right.").waitFor();
    await other.context().close();
  });

  test("a camera is added by address with a preview, and calibrated to the centimetre", async () => {
    await openPage(page, "cameras", "Cameras");
    await page.getByRole("button", { name: "Add camera" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address").fill("sim:campus/c12");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByRole("figure").waitFor();
    await dialog.getByLabel("Name", { exact: true }).fill("Second look");
    await dialog.getByLabel("Code", { exact: true }).fill("again");
    await dialog.getByRole("combobox", { name: "Floor" }).click();
    await page.getByRole("option", { name: /^Campus/ }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "again · Second look" }).waitFor();
    await page.getByRole("tab", { name: "Calibration" }).click();
    const picture = page.getByRole("group", { name: "Picture" });
    const plan = page.getByRole("group", { name: /^Plan · / });
    await picture.waitFor();
    for (const [x, y] of [
      [0.2, 0.9],
      [0.8, 0.9],
      [0.7, 0.5],
      [0.3, 0.5],
      [0.5, 0.7],
    ] as const) {
      await clickAt(picture, x, y);
      await clickAt(plan, 0.3 + x * 0.3, 0.2 + y * 0.6);
    }
    await page.getByText(/^± [\d.,]+ cm overall$/).waitFor();
    await page.getByRole("button", { name: "Save calibration" }).click();
    await page.getByText("Calibration saved").waitFor();
    const camera = await app.call<{ calibration: { pairs: unknown[] } | null }>(
      "GET",
      "/api/v1/registry/cameras/again",
    );
    expect(camera.calibration?.pairs).toHaveLength(5);
  });

  test("a zone is drawn with the mouse and with the keyboard, and removed", async () => {
    await openPage(page, "plans", "Plans");
    await page.getByRole("button", { name: "Add zone" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Drawn here");
    await page.getByLabel("Code", { exact: true }).fill("drawn-here");
    const corner = page.getByRole("button", { name: /^Corner 1 at/ });
    const first = await corner.getAttribute("aria-label");
    await dragBy(page, corner, -30);
    const dragged = await corner.getAttribute("aria-label");
    expect(dragged).not.toBe(first);
    await corner.focus();
    await page.keyboard.press("ArrowRight");
    expect(await corner.getAttribute("aria-label")).not.toBe(dragged);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: /Drawn here/ }).click();
    await page.getByRole("button", { name: "Remove zone" }).click();
    await page.getByRole("button", { name: /Drawn here/ }).waitFor({ state: "detached" });
  });

  test("a floor is added, and removed once asked twice", async () => {
    await openPage(page, "plans", "Plans");
    await page.getByRole("button", { name: "Add floor" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Floor name").fill("Cellar");
    await dialog.getByLabel("Floor code").fill("cellar");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: /^Cellar · / }).waitFor();
    await page.getByRole("button", { name: "Edit floor" }).click();
    await dialog.getByRole("button", { name: "Remove floor" }).click();
    await dialog.getByRole("button", { name: "Remove Cellar for good" }).click();
    await page.getByRole("heading", { name: /^Cellar · / }).waitFor({ state: "detached" });
  });

  test("a picture is sent, seen enlarged beside its original, and deleted once asked twice", async () => {
    await openPage(page, "photos", "Photos");
    const buffer = await sharp({
      create: { width: 48, height: 32, channels: 3, background: "teal" },
    })
      .png()
      .toBuffer();
    const file = { name: "small.png", mimeType: "image/png", buffer };
    await page.getByLabel("Choose pictures").setInputFiles(file);
    await page.getByRole("link", { name: "Open" }).click();
    await page.getByRole("heading", { name: "small.png", level: 1 }).waitFor();
    const border = page.getByRole("slider", { name: "Border between before and after" });
    await border.press("ArrowRight");
    expect(await border.inputValue()).toBe("51");
    expect(await breachesOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    await page.getByText("small.png was deleted").waitFor();
    await page.getByRole("heading", { name: "No photos yet" }).waitFor();
  });

  test("an API key is made, shown once and removed", async () => {
    await openPage(page, "settings/keys", "Settings");
    await page.getByRole("button", { name: "Add key" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("doorbell");
    await dialog.getByRole("button", { name: "Create key" }).click();
    const key = await dialog.locator("pre").innerText();
    const answer = await fetch(`${app.baseUrl}/api/v1/sites`, { headers: { "X-API-Key": key } });
    expect(answer.status).toBe(200);
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await page
      .getByRole("row", { name: /doorbell/ })
      .getByRole("button")
      .click();
    await page.getByRole("row", { name: /doorbell/ }).waitFor({ state: "detached" });
  });

  test("a user is made, signs in, and loses the session to the administrator", async () => {
    await openPage(page, "settings/users", "Settings");
    await page.getByRole("button", { name: "Add user" }).click();
    const dialog = page.getByRole("dialog");
    const password = "a long enough password";
    await dialog.getByLabel("User name").fill("guard");
    await dialog.getByLabel("E-mail").fill("guard@example.com");
    await dialog.getByLabel("Password", { exact: true }).fill(password);
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("row", { name: /guard/ }).waitFor();
    const guard = await openSignIn(browser, app, WIDE);
    await signIn(guard, { email: "guard@example.com", password });
    await guard.getByRole("navigation", { name: "Main" }).waitFor();
    await openPage(page, "settings/sessions", "Settings");
    await page.getByRole("switch", { name: "Everybody’s" }).click();
    await page.getByRole("row", { name: /guard/ }).getByRole("button").click();
    await page.getByRole("row", { name: /guard/ }).waitFor({ state: "detached" });
    await guard.goto(`${app.baseUrl}/#/cameras`);
    await guard.getByLabel("User name or e-mail").waitFor();
    await guard.context().close();
  });

  test.each([true, false])("two tabs renew one session, Web Locks: %s", async (hasLocks) => {
    const first = await openConsole(browser, app, WIDE);
    const context = first.context();
    if (!hasLocks) {
      await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "locks"));
    }
    await openPage(first, "cameras", "Cameras");
    const second = await context.newPage();
    await second.goto(first.url());
    await second.getByRole("heading", { name: "Cameras", level: 1 }).waitFor();
    const before = await first.evaluate(expireSession);
    await Promise.all([first.reload(), second.reload()]);
    for (const tab of [first, second]) await tab.getByRole("row", { name: /c09/ }).waitFor();
    expect(await first.evaluate(() => localStorage.getItem("whereabouts.session"))).not.toBe(
      before,
    );
    await context.close();
  });

  test("a decision is confirmed, taken apart and put back together", async () => {
    const subjectId = await ingestGuest(app);
    await openPage(page, `subjects/${subjectId}?tab=why`, "guest-7");
    const links = page.locator("li.link");
    const dialog = page.getByRole("dialog");
    await expect.poll(() => links.count()).toBe(2);
    await links.first().getByRole("button", { name: "That is right" }).click();
    await dialog.getByRole("button", { name: "That is right" }).click();
    await links
      .first()
      .getByText(/^Confirmed by /)
      .waitFor();
    await links.last().getByRole("button", { name: "Not guest-7" }).click();
    await dialog.getByRole("button", { name: "It is somebody else" }).click();
    await page.getByText(/^That track is now /).waitFor();
    await expect.poll(() => links.count()).toBe(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => links.count()).toBe(2);
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Whereabouts" }).click();
    await page.getByRole("region", { name: "Seen by" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Rename" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Ada");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Ada", level: 1 }).waitFor();
  });

  test("the language changes everywhere and is remembered", async () => {
    const other = await openConsole(browser, app, WIDE);
    await openPage(other, "settings/appearance", "Settings");
    await other.getByRole("combobox", { name: "Language" }).click();
    await other.getByRole("option", { name: "Português" }).click();
    await other.getByRole("heading", { name: "Ajustes", level: 1 }).waitFor();
    await other.reload();
    await other.getByRole("heading", { name: "Ajustes", level: 1 }).waitFor();
    expect(await other.evaluate(() => document.documentElement.lang)).toBe("pt");
    await other.context().close();
  });

  // Late, since the cameras first learn what their pictures look like empty.
  test("video moves with boxes over it, and dots walk on the plan", async () => {
    await openPage(page, "live", "Live");
    await expect.poll(() => playingVideos(page)).toBe(4);
    await expect.poll(() => dotsOnPlan(page)).toBeGreaterThan(0);
    await expect.poll(() => drawnPixels(page)).toBeGreaterThan(0);
    await page.getByRole("combobox", { name: "Floor" }).click();
    await page.getByRole("option", { name: "Factory" }).click();
    await page.getByRole("article").getByText("c01").waitFor();
    await expect.poll(() => playingVideos(page)).toBe(4);
  });

  test.each(PAGES)("$path meets WCAG 2.2 AA at every width and scheme", async (at) => {
    await openPage(page, at.path, at.heading);
    await expectAccessible(page);
  });
});

/** At every width and in every scheme, on the page as it stands. */
async function expectAccessible(page: Page): Promise<void> {
  for (const viewport of VIEWPORTS) {
    await showAs(page, viewport);
    // Colours on their way from one scheme to the other are no breach; what stays is.
    await expect.poll(async () => [viewport, await breachesOf(page)]).toEqual([viewport, []]);
    expect([viewport, await overflowPx(page)]).toEqual([viewport, 0]);
  }
  await showAs(page, WIDE);
}

/** Another tracker reports one guest on two cameras. @returns her subject */
async function ingestGuest(app: TestApp): Promise<string> {
  for (const code of ["c09", "c12"]) {
    const { camera_id } = await app.call<{ camera_id: string }>(
      "GET",
      `/api/v1/registry/cameras/${code}`,
    );
    const seen = { source_track_id: "guest", bbox_xyxy: [10, 10, 40, 90], conf: 0.9, class_id: 0 };
    await app.call("POST", "/api/v1/system/live-tracks/ingest", {
      camera_id,
      detections: [{ ...seen, global_track_id: "guest-7" }],
    });
  }
  const { subjects } = await app.call<{ subjects: { subject_id: string }[] }>(
    "GET",
    "/api/v1/subjects?name=guest-7",
  );
  return subjects[0]!.subject_id;
}

async function clickAt(target: Locator, x: number, y: number): Promise<void> {
  const box = (await target.boundingBox())!;
  await target.click({ position: { x: box.width * x, y: box.height * y } });
}

async function dragBy(page: Page, handle: Locator, px: number): Promise<void> {
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + px, y + px, { steps: 4 });
  await page.mouse.up();
}

/** Runs in the page: the access token is as good as expired; returns the stored tokens. */
function expireSession(): string {
  const tokens = JSON.parse(localStorage.getItem("whereabouts.session")!) as object;
  const text = JSON.stringify({ ...tokens, expiresAtMs: 0 });
  localStorage.setItem("whereabouts.session", text);
  return text;
}
