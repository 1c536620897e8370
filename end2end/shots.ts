import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { expect, ready, test } from "./support/test";
import { signIn } from "./support/people";
import { PLACES, type Place } from "./support/pages";
import { address, type Role } from "./support/settings";

const into = process.env.SHOTS ?? "test-results/shots";
const readme = process.env.SHOTS_README;

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const THEMES = ["light", "dark"] as const;
const LANGUAGES = { es: "Español", en: "English" } as const;

test.use({ expectTrouble: /\b404\b/ });

/** A browser in which somebody, or nobody, is signed in. */
const browserOf = async (browser: Browser, who: Role | undefined, lang: keyof typeof LANGUAGES): Promise<Page> => {
  const context = await browser.newContext({ locale: lang === "es" ? "es-ES" : "en-GB", viewport: SIZES.desktop, deviceScaleFactor: 1 });
  const page = await context.newPage();
  if (who) {
    await page.goto("/login");
    await ready(page, true);
    await page.locator("input[name=email]").fill(address(who));
    await page.locator("input[name=password]").fill("tahona-demo");
    await page.locator("main form button[type=submit]").click();
    await page.waitForURL(/\/app/);
    await ready(page, true);
  }
  return page;
};

/** The person's language is remembered with them, so it is chosen on the page. */
const speak = async (page: Page, lang: keyof typeof LANGUAGES): Promise<void> => {
  if ((await page.locator("html").getAttribute("lang")) === lang) return;
  await page.getByRole("button", { name: LANGUAGES[lang] }).first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
  await ready(page, true);
};

const shoot = async (page: Page, place: Place, file: string, wholePage = true): Promise<void> => {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: file, fullPage: wholePage, animations: "disabled" });
};

for (const who of [undefined, "admin", "support", "owner"] as const) {
  for (const lang of ["es", "en"] as const) {
    test(`pages of ${who ?? "nobody"} in ${lang}`, async ({ browser }) => {
      mkdirSync(into, { recursive: true });
      const page = await browserOf(browser, who, lang);
      for (const place of PLACES.filter((place) => place.who === who)) {
        await page.setViewportSize(SIZES.desktop);
        await page.goto(place.path);
        await ready(page, true);
        await speak(page, lang);
        for (const [size, viewport] of Object.entries(SIZES)) {
          await page.setViewportSize(viewport);
          for (const theme of THEMES) {
            await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
            await shoot(page, place, join(into, `${place.name}.${lang}.${size}.${theme}.png`));
          }
        }
      }
      await page.context().close();
    });
  }
}

const pictures = async (folder: string, browser: Browser): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const admin = await browserOf(browser, "admin", "en");
  for (const [name, path, theme] of [
    ["overview", "/app", "light"],
    ["numbers", "/app/admin/whatsapp/numbers", "light"],
  ] as const) {
    await admin.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await admin.goto(path);
    await ready(admin, true);
    await speak(admin, "en");
    await shoot(admin, { name, path }, join(folder, `${name}.png`), false);
  }
  const owner = await browserOf(browser, "owner", "es");
  await owner.setViewportSize(SIZES.phone);
  await owner.goto("/app/settings/whatsapp");
  await ready(owner, true);
  await speak(owner, "es");
  await shoot(owner, { name: "owner", path: "" }, join(folder, "owner-phone.png"), false);
};

if (readme) test("pictures of the README", ({ browser }) => pictures(readme, browser));
