import { expect, test, open } from "../support/test";
import { accessible, fits } from "../support/accessible";
import { PLACES, RECORDS } from "../support/pages";
import { signedIn } from "../support/settings";

const SIZES = [[1440, 900], [390, 844]] as const;
const SCHEMES = ["light", "dark"] as const;

for (const { name, path, who, status } of PLACES) {
  test.describe(name, () => {
    test.use({
      storageState: who ? signedIn(who) : { cookies: [], origins: [] },
      expectTrouble: status ? new RegExp(`\\b${status}\\b`) : /^$/,
    });

    for (const [width, height] of SIZES) {
      test(`is accessible at ${width} px, light and dark`, async ({ page, script }) => {
        await page.setViewportSize({ width, height });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          await open(page, script, path, status);
          await accessible(page, `${name} ${width} ${colorScheme}`);
        }
      });
    }

    test("fits into 320 px", async ({ page, script }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, script, path, status);
      await fits(page, `${name} at 320 px`);
    });
  });
}

for (const { name, path, who } of RECORDS) {
  test.describe(name, () => {
    test.use({ storageState: signedIn(who!) });

    test("the first record's page is accessible and fits", async ({ page, script }) => {
      await open(page, script, path);
      const record = await page.getByRole("rowheader").getByRole("link").first().getAttribute("href");
      for (const [width, height] of [...SIZES, [320, 640] as const]) {
        await page.setViewportSize({ width, height });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          await open(page, script, record!);
          await accessible(page, `${name} ${width} ${colorScheme}`);
          await fits(page, `${name} at ${width} px`);
        }
      }
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
