import { expect, test, open } from "../support/test";
import { accessible, fits } from "../support/accessible";
import { PLACES, RECORDS } from "../support/pages";
import { signedIn } from "../support/settings";
import type { Page } from "@playwright/test";

/**
 * Wide and light, narrow and dark: each layout and each set of colours is
 * examined once. The page is loaded once and follows the window by itself, as
 * it does for a person who turns the phone or whose system goes dark.
 */
const examine = async (page: Page, name: string): Promise<void> => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await accessible(page, `${name}, 1440 px, light`);
  await fits(page, `${name} at 1440 px`);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await accessible(page, `${name}, 390 px, dark`);
  await fits(page, `${name} at 390 px`);
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page, `${name} at 320 px`);
};

for (const { name, path, who, status } of PLACES) {
  test.describe(name, () => {
    test.use({
      storageState: who ? signedIn(who) : { cookies: [], origins: [] },
      expectTrouble: status ? new RegExp(`\\b${status}\\b`) : /^$/,
    });

    test("is accessible and fits, wide and light, narrow and dark", async ({ page, script }) => {
      await open(page, script, path, status);
      await examine(page, name);
    });
  });
}

for (const { name, path, who } of RECORDS) {
  test.describe(name, () => {
    test.use({ storageState: signedIn(who!) });

    test("the first record's page is accessible and fits", async ({ page, script }) => {
      await open(page, script, path);
      const record = await page.getByRole("rowheader").getByRole("link").or(page.locator("a.conv")).first().getAttribute("href");
      await open(page, script, record!);
      await examine(page, name);
    });
  });
}

test.describe("what opens over a page", () => {
  test.use({ storageState: signedIn("admin") });

  test("is accessible too", async ({ page, script }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await open(page, script, "/app/admin/tenants");
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("option").first()).toBeVisible();
      await accessible(page, `palette ${colorScheme}`);
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
      await accessible(page, `keys ${colorScheme}`);
      await page.keyboard.press("Escape");
      await open(page, script, "/app/admin/whatsapp/numbers");
      await page.getByRole("row").getByRole("link", { name: /Assign|Change/ }).first().click();
      await expect(page.locator("form.assign")).toBeVisible();
      await accessible(page, `panel ${colorScheme}`);
    }
  });
});
