import { expect, test, open, ready, unique } from "../support/test";
import { addBakery, inviteOwner } from "../support/bakeries";
import { accept } from "../support/people";
import { signedIn } from "../support/settings";

test("the sign-in page changes its language and remembers it", async ({ page, script }) => {
  await open(page, script, "/login");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "Español" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.getByRole("button", { name: "Entrar" })).toBeVisible();
  await page.goto("/login");
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
});

test.describe("signed in", () => {
  test.use({ storageState: signedIn("admin") });

  test("language and theme are changed on the page one is on", async ({ page, script, another }) => {
    // Somebody of their own: the choice is remembered with the person.
    const bakery = await addBakery(page, script);
    const link = await inviteOwner(page, script, bakery, `owner-${unique()}@obrador.example`);
    const owner = await another();
    await accept(owner, script, link, "Miren Aguirre", "una frase corta");
    await open(owner, script, "/app/settings/whatsapp");
    const lang = await owner.locator("html").getAttribute("lang");
    await owner.getByRole("button", { name: lang === "es" ? "English" : "Español" }).first().click();
    await expect(owner.locator("html")).toHaveAttribute("lang", lang === "es" ? "en" : "es");
    await expect(owner).toHaveURL(/\/app\/settings\/whatsapp$/);
    await ready(owner, script);

    await open(owner, script, "/app/account");
    await owner.locator("select[name=theme]").selectOption("dark");
    await owner.locator("select[name=lang]").selectOption("en");
    await owner.getByRole("button", { name: /Save|Guardar/ }).last().click();
    await expect(owner.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(owner.locator("html")).toHaveAttribute("lang", "en");
    const ground = await owner.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(ground).toBe("dark");
  });

  test("the theme button goes round", async ({ page, script }) => {
    await open(page, script, "/app/admin/tenants");
    const now = await page.locator("html").getAttribute("data-theme");
    for (let press = 0; press < 3; press += 1) {
      const before = await page.locator("html").getAttribute("data-theme");
      await page.locator(".topbar").getByRole("button", { name: /Theme/ }).click();
      await expect.poll(() => page.locator("html").getAttribute("data-theme")).not.toBe(before);
      await ready(page, script);
    }
    expect(await page.locator("html").getAttribute("data-theme")).toBe(now);
    await expect(page).toHaveURL(/\/app\/admin\/tenants$/);
  });
});
