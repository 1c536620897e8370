import { expect, test, open } from "../support/test";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test("? lists the keys, with the pages of the navigation", async ({ page, script }) => {
  await open(page, script, "/app");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard" });
  await expect(list).toBeVisible();
  await expect(list).toContainText("Next row");
  await expect(list.locator("#keys-pages > div").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
});

test("g and a letter goes to each page", async ({ page, script }) => {
  await open(page, script, "/app");
  const links = await page.locator("#nav a[data-key]").evaluateAll((all) => all.map((link) => [link.getAttribute("data-key"), link.getAttribute("href")]));
  expect(links.length).toBeGreaterThan(3);
  for (const [key, href] of links) {
    await page.keyboard.press("g");
    await page.keyboard.press(key!);
    await expect.poll(() => new URL(page.url()).pathname).toBe(href);
  }
});

test("j and k walk over the rows and Enter opens one; Esc closes a panel", async ({ page, script }) => {
  await open(page, script, "/app/admin/whatsapp/numbers");
  const rows = page.getByRole("rowheader").getByRole("link");
  await page.keyboard.press("j");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.nth(0)).toBeFocused();

  const opener = page.getByRole("row").getByRole("link", { name: /Assign|Change/ }).first();
  await opener.click();
  await expect(page.locator("form.assign")).toBeVisible();
  await expect(page.locator("form.assign").getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator("form.assign")).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test("letters do nothing in a field", async ({ page, script }) => {
  await open(page, script, "/app/admin/tenants");
  await page.locator("#find").focus();
  await page.keyboard.type("gnj?");
  await expect(page.locator("#find")).toHaveValue("gnj?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL(/\/app\/admin\/tenants/);
});
