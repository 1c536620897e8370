import { expect, test, open, unique } from "../support/test";
import { addBakery } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

/** Marks the document: a full load would take the mark away. */
const mark = (page: import("@playwright/test").Page) => page.evaluate(() => document.documentElement.setAttribute("data-mark", "here"));
const marked = (page: import("@playwright/test").Page) => page.locator("html[data-mark=here]");

test("links answer in place: title, place in the navigation, focus, scroll, back", async ({ page, script }) => {
  await open(page, script, "/app/admin/whatsapp");
  await mark(page);
  await page.evaluate(() => window.scrollTo(0, 200));
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Bakeries" }).click();
  await expect(page).toHaveURL(/\/app\/admin\/tenants$/);
  await expect(page).toHaveTitle(/^Bakeries/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Bakeries" })).toHaveAttribute("aria-current", "page");
  await expect(page.locator("#live-says")).toHaveText(/^Bakeries/);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expect(page).toHaveTitle(/^WhatsApp for each bakery/);
  await page.goForward();
  await expect(page).toHaveTitle(/^Bakeries/);
  await expect(marked(page)).toBeAttached();
});

test("a filter answers while one types, keeps the caret and makes no history", async ({ page, script }) => {
  const bakery = await addBakery(page, script);
  await open(page, script, "/app/admin/tenants");
  await mark(page);
  const entries = await page.evaluate(() => history.length);
  const field = page.locator("#find");
  await field.pressSequentially(bakery.name, { delay: 20 });
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await expect(page.getByRole("rowheader")).toContainText(bakery.name);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(bakery.name);
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe(bakery.name);
  await page.keyboard.type("x");
  await expect(field).toHaveValue(`${bakery.name}x`);
  await expect(page.locator("main")).toContainText("Nothing matches");
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await expect(marked(page)).toBeAttached();
  await expect(page.getByRole("button", { name: "Show", exact: true })).toBeHidden();
});

test("another admin's change appears by itself, without moving the focus", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  await open(page, script, `/app/admin/tenants?q=${encodeURIComponent(bakery.name)}`);
  await page.getByRole("rowheader").getByRole("link").focus();
  const other = await another("admin");
  await open(other, script, bakery.path);
  await other.getByRole("button", { name: "Turn on for the bakery" }).click();
  await expect(other.locator("main")).toContainText("WhatsApp is on");
  await expect(page.getByRole("row").filter({ hasText: bakery.name })).toContainText("by Marta Molina");
  await expect(page.getByRole("rowheader").getByRole("link")).toBeFocused();
});

test("a press that began before somebody else's change still does what it should", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  await open(page, script, `/app/admin/tenants?q=${encodeURIComponent(bakery.name)}`);
  const row = page.getByRole("row").filter({ hasText: bakery.name });
  const other = await another("admin");
  await open(other, script, bakery.path);
  await row.getByRole("rowheader").getByRole("link").hover();
  await page.mouse.down();
  const fetched = page.waitForResponse((answer) => answer.url().includes("/app/admin/tenants?q="));
  await other.getByRole("button", { name: "Turn on for the bakery" }).click();
  await (await fetched).finished();
  await page.mouse.up();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(bakery.name);
});

test("a form that is being filled in is not taken away: the news is offered", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  await page.getByRole("link", { name: "Edit" }).click();
  const city = page.getByLabel(/City/);
  await city.fill("Gasteiz");
  const other = await another("admin");
  await open(other, script, bakery.path);
  await other.getByRole("button", { name: "Turn on for the bakery" }).click();
  await expect(page.locator("#live-chip")).toBeVisible();
  await expect(city).toHaveValue("Gasteiz");
  await page.locator("#live-chip").click();
  await expect(page.locator("main")).toContainText("WhatsApp is on");
  await expect(page.locator("#live-chip")).toBeHidden();
});

test.describe("when the server cannot be reached", () => {
  test.use({ expectTrouble: /ERR_FAILED/ });

  test("one is told, and trying again works", async ({ page, script }) => {
    await open(page, script, "/app/admin/tenants");
    await page.route("**/app/admin/team", (route) => route.abort());
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click();
    const notice = page.locator("#live-notice");
    await expect(notice.getByText("The page could not be loaded")).toBeVisible();
    await expect(page).toHaveURL(/\/app\/admin\/tenants$/);
    await page.unroute("**/app/admin/team");
    await notice.getByRole("button", { name: "Try again" }).click();
    await expect(page).toHaveURL(/\/app\/admin\/team$/);
    await expect(notice).toBeHidden();
  });

  test("a change whose answer is lost is not called done, and stays filled in", async ({ page, script }) => {
    const name = `Obrador ${unique()}`;
    await open(page, script, "/app/admin/tenants/new");
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.route("**/do/**", (route) => route.abort());
    await page.getByRole("button", { name: "Add bakery" }).click();
    await expect(page.locator("#live-notice").getByText("We do not know whether your change arrived")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  });
});

test.describe("when a change is refused as a whole", () => {
  test.use({ expectTrouble: /\b(503|404)\b/ });

  test("one is told why, and what was filled in stays", async ({ page, script }) => {
    const called = `Obrador ${unique()}`;
    await open(page, script, "/app/admin/tenants/new");
    const name = page.getByLabel("Name", { exact: true });
    await name.fill(called);
    // An error page of the server's own, as it answers while its database is away.
    const refusal = await page.context().request.get("/app/there-is-no-such-page", { headers: { accept: "text/html", "accept-language": "en" } });
    const body = await refusal.text();
    await page.route("**/do/**", (route) => route.fulfill({ status: 503, contentType: "text/html; charset=utf-8", body }));
    await page.getByRole("button", { name: "Add bakery" }).click();
    await expect(page.locator("#live-notice").getByText("This page does not exist")).toBeVisible();
    await expect(name).toHaveValue(called);
    await expect(page).toHaveURL(/\/app\/admin\/tenants\/new$/);
    await page.unroute("**/do/**");
    await page.getByRole("button", { name: "Add bakery" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(called);
  });
});

test("a slow page shows that it is on its way, then says so; it still arrives", async ({ page, script }) => {
  await page.clock.install();
  await open(page, script, "/app/admin/tenants");
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/app/admin/audit", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit log" }).click();
  await page.clock.fastForward(200);
  await expect(page.locator("#live-bar")).toBeVisible();
  await expect(page.locator("main")).toHaveAttribute("aria-busy", "true");
  await page.clock.fastForward(8_000);
  await expect(page.locator("#live-notice").getByText("This is taking long")).toBeVisible();
  answer();
  await expect(page).toHaveURL(/\/app\/admin\/audit$/);
  await expect(page.locator("#live-notice")).toBeHidden();
  await expect(page.locator("#live-bar")).toBeHidden();
});

test("a double click sends a change once", async ({ page, script }) => {
  const name = `Obrador ${unique()}`;
  await open(page, script, "/app/admin/tenants/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add bakery" }).dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await open(page, script, `/app/admin/tenants?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("rowheader")).toHaveCount(1);
});
