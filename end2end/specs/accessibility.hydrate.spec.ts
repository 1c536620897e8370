import { expect, test, open } from "../support/test";
import { accessible, fits } from "../support/accessible";
import { PLACES } from "../support/pages";
import { signedIn } from "../support/settings";

test.use({ expectTrouble: /\b404\b/ });

for (const { name, path, who } of PLACES) {
  test.describe(name, () => {
    test.use({ storageState: who ? signedIn(who) : { cookies: [], origins: [] } });

    for (const [width, height] of [[1440, 900], [390, 844]] as const) {
      test(`is accessible at ${width} px, light and dark`, async ({ page, script }) => {
        await page.setViewportSize({ width, height });
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await open(page, script, path);
          await accessible(page, `${name} ${width} ${colorScheme}`);
        }
      });
    }

    test("fits into 320 px", async ({ page, script }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, script, path);
      await fits(page, `${name} at 320 px`);
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
