import type { Page } from "@playwright/test";
import { expect, open, test } from "../support/test";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const PAGE = "/app/admin/whatsapp/billing/what-if";
const follows = (page: Page) => expect(page.locator("form[data-follows]")).toBeAttached();

test("a change is answered without asking the server, and by the same figures", async ({ page }) => {
  await open(page, true, `${PAGE}?pilot=1&month=2026-11`);
  await follows(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByLabel("Messages, in percent").fill("200");
  const answer = page.locator("#what-if-answer");
  await expect(answer).toContainText("€49.80");
  await page.getByLabel("Price rules").selectOption("conversation-2023-06");
  await expect(answer).toContainText("usd-2023-06-01-in-eur");
  expect(asked.filter((url) => url.includes("what-if?"))).toEqual([]);
  await expect(page).toHaveURL(/percent=200/);
  const here = await answer.innerHTML();
  await page.reload();
  expect(await answer.innerHTML()).toBe(here);
});

test("another month is fetched", async ({ page }) => {
  await open(page, true, `${PAGE}?numbers=shared`);
  await follows(page);
  // Accounts that other tests made may come first, and have no other months.
  const account = page.getByLabel("Account", { exact: true });
  if (await account.count()) {
    await account.selectOption({ label: "Tahona Pilot ES" });
    await expect(page).toHaveURL(/[?&]account=/);
    await follows(page);
  }
  const month = page.getByLabel("Month", { exact: true });
  const other = await month.locator("option").nth(1).getAttribute("value");
  await month.selectOption(other);
  await expect(page).toHaveURL(new RegExp(`month=${other}`));
  await expect(page.getByRole("heading", { name: "All bakeries share one number" })).toBeVisible();
});
