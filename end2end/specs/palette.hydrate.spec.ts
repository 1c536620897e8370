import { expect, test, open } from "../support/test";
import { addBakery } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test("Ctrl K finds a page and a bakery, with the keyboard alone", async ({ page, script }) => {
  const bakery = await addBakery(page, script);
  await open(page, script, "/app");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Go to" });
  await expect(field).toBeFocused();
  await expect(page.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await field.fill("audit");
  await expect(page.getByRole("option")).toHaveText([/Audit log/]);
  await field.fill(bakery.name);
  const hit = page.getByRole("option").filter({ hasText: bakery.name }).first();
  await expect(hit).toBeVisible();
  await expect(field).toHaveAttribute("aria-activedescendant", "palette-0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(bakery.name);
  await expect(page.locator("#palette")).toBeHidden();
});

test("arrows choose, Esc closes and the focus goes back", async ({ page, script }) => {
  await open(page, script, "/app/admin/tenants");
  await page.locator("#find").focus();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Go to" });
  await expect(field).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(field).toHaveAttribute("aria-activedescendant", "palette-1");
  await page.keyboard.press("ArrowUp");
  await expect(field).toHaveAttribute("aria-activedescendant", "palette-0");
  await field.fill("zzz nothing has this name");
  await expect(page.locator("#palette-none")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("#palette")).toBeHidden();
  await expect(page.locator("#find")).toBeFocused();
});

test("/ opens it, but not while one writes", async ({ page, script }) => {
  await open(page, script, "/app/admin/tenants");
  await page.locator("#find").focus();
  await page.keyboard.press("/");
  await expect(page.locator("#palette")).toBeHidden();
  await expect(page.locator("#find")).toHaveValue("/");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("/");
  await expect(page.getByRole("combobox", { name: "Go to" })).toBeFocused();
});
