import { expect, open, test } from "../support/test";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const PAGE = "/app/admin/whatsapp/billing/what-if";

test("the pilot's plan stands beside today's figure, with the reason", async ({ page, script }) => {
  await open(page, script, `${PAGE}?pilot=1&month=2026-11`);
  const plan = page.getByRole("status").filter({ hasText: "The pilot’s plan" });
  await expect(plan).toContainText("€75.00");
  await expect(plan).toContainText("come to €24.90");
  await page.getByRole("link", { name: "Utility became marketing" }).click();
  // 1,500 × €0.0585 instead of € 0.0166.
  const why = page.getByRole("region", { name: "Why it differs" });
  await expect(why).toContainText("Utility counts as Marketing");
  await expect(why).toContainText("+€62.85");
  await expect(why).toContainText("€87.75");
  await expect(page.getByRole("region", { name: "Utility counts as Marketing" })).toContainText("1,500 × €0.0585");
});

test("a month is asked about with the form, and the address holds the question", async ({ page, script }) => {
  await open(page, script, PAGE);
  await expect(page.locator("#what-if-answer")).toContainText("Nothing is changed yet");
  const follows = page.locator("form[data-follows]");
  if (script) await expect(follows).toBeAttached();
  // Accounts that other tests made may come first.
  const account = page.getByLabel("Account", { exact: true });
  if (await account.count()) {
    await account.selectOption({ label: "Tahona Pilot ES" });
    if (script) {
      await expect(page).toHaveURL(/[?&]account=/);
      await expect(follows).toBeAttached();
    }
  }
  await page.getByLabel("Numbers", { exact: true }).selectOption("own");
  await page.getByLabel("Templates of").selectOption("utility");
  await page.getByLabel("Count as").selectOption("marketing");
  if (!script) await page.getByRole("button", { name: "Work out" }).click();
  await expect(page.getByRole("heading", { name: "Every bakery has its own number" })).toBeVisible();
  await expect(page.locator("#what-if-answer")).toContainText("Who should have a number of its own");
  await expect(page).toHaveURL(/numbers=own/);
  await expect(page).toHaveURL(/to=marketing/);
  const difference = page.locator("#what-if-answer .stats > div").last();
  const told = await difference.innerText();
  await page.goto(page.url());
  expect(await difference.innerText()).toBe(told);
});

test("through a partner the fee is told in its own currency", async ({ page, script }) => {
  await open(page, script, `${PAGE}?pilot=1&month=2026-11`);
  await page.getByRole("link", { name: "Through Gupshup" }).click();
  // 1,500 × $0.001
  await expect(page.getByRole("region", { name: "Why it differs" })).toContainText("+$1.50");
  await expect(page.getByRole("region", { name: "By bakery" })).toContainText("€24.90 + $1.50");
});
