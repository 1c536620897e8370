import type { Page } from "@playwright/test";
import { expect, open, ready, test } from "../support/test";
import { toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const BILLING = "/app/admin/whatsapp/billing";
const ACCOUNT = "Tahona Pilot ES";

/** So many months before this one: `2026-10`. */
const monthsAgo = (n: number): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - n, 1)).toISOString().slice(0, 7);
};

/** The demo's account; others that tests made may come first. */
const chooseAccount = async (page: Page, script: boolean): Promise<void> => {
  const tab = page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: ACCOUNT, exact: true });
  if (!(await tab.count())) return;
  await tab.click();
  await expect(page).toHaveURL(/[?&]account=/);
  await ready(page, script);
};

test("a month is followed down to its lines and to a message", async ({ page, script }) => {
  await open(page, script, `${BILLING}?month=${monthsAgo(1)}`);
  await expect(page.locator("main [data-estimate]")).toContainText("Estimate; Meta’s invoice is final.");
  await expect(page.locator("main [data-estimate]")).toContainText(/Rate card \S+ of \d/);
  const parts = page.getByRole("region", { name: "What it is made of" });
  await parts.getByRole("rowheader").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Lines, ");
  await expect(page.locator("main [data-estimate]")).toContainText(/Rate card \S+ of \d/);
  await expect(page.locator("main")).toContainText(/lines, together €/);
  await page.getByRole("link", { name: "Message", exact: true }).first().click();
  await ready(page, script);
  await expect(page.locator("aside.pane")).toBeVisible();
});

test("a budget that is passed says so, and one in a currency of nobody is refused", async ({ page, script }) => {
  const set = async (limit: string, currency: string): Promise<void> => {
    await page.getByLabel("For", { exact: true }).selectOption({ label: "Panadería Goiko" });
    await page.getByLabel("Limit for a month").fill(limit);
    await page.getByLabel("Currency", { exact: true }).fill(currency);
    await page.getByLabel("Tell me at (percent)").fill("50, 100");
    await page.getByRole("button", { name: "Save" }).click();
  };
  await open(page, script, `${BILLING}/budgets`);
  await set("0,01", "EUR");
  await expect(toasts(page)).toContainText("The budget is set");
  const row = page.getByRole("row", { name: /Panadería Goiko/ });
  await expect(row).toContainText(/\d{3,}% spent/);
  await expect(row).toContainText("50 %, 100 %");

  await set("8", "JPY");
  await expect(page.locator("[data-error-summary]")).toContainText("The account is billed in");
  await expect(page.getByLabel("Limit for a month")).toHaveValue("8");
  // As the demo has it.
  await set("8", "EUR");
  await expect(toasts(page)).toContainText("The budget is set");
});

test("a month is compared with Meta and the invoice, signed off, and stays as it is", async ({ page, script }) => {
  // Each project has a month of its own: what is signed off stays so.
  const month = monthsAgo(script ? 2 : 1);
  await open(page, script, `${BILLING}/reconcile?month=${month}`);
  await chooseAccount(page, script);
  await page.getByRole("button", { name: "Ask Meta now" }).click();
  await expect(toasts(page)).toContainText("Meta has answered with");
  const steps = page.getByRole("region", { name: "Against Meta" });
  await expect(steps).toContainText("Our estimate");

  const rows = ["date,phone_number,country,category,type,volume,amount,currency", `${month}-10,34600000000,ES,MARKETING,REGULAR,3,0.1755,EUR`];
  await page.getByLabel("CSV file").setInputFiles({ name: "invoice.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) });
  await page.getByRole("button", { name: "Import an invoice" }).click();
  await expect(toasts(page)).toContainText("The invoice is in");
  await expect(steps).toContainText("Meta’s invoice");
  await expect(steps).toContainText("€0.18");
  await expect(page.locator("main")).toContainText("By number");

  // What waits to be priced has to be priced first.
  await expect(async () => {
    await page.getByLabel("Note", { exact: true }).fill("Both of us looked at it.");
    await page.getByRole("button", { name: "Sign the month off" }).click();
    await expect(page.locator("main")).toContainText("Signed off by", { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.locator("main")).toContainText("Both of us looked at it.");
  await expect(page.locator("main")).toContainText("seal ");
  await expect(page.getByRole("button", { name: "Sign the month off" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Import an invoice" })).toHaveCount(0);
});

test("a time zone that does not exist is refused and kept as it was typed", async ({ page, script }) => {
  await open(page, script, `${BILLING}?month=${monthsAgo(1)}`);
  await page.getByRole("link", { name: "Time zone and partner" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("How accounts are billed");
  await page.getByRole("link", { name: `Change ${ACCOUNT}` }).click();
  const form = page.getByRole("region", { name: `Change ${ACCOUNT}` });
  await expect(form).toBeVisible();
  await form.getByLabel("Time zone").fill("Europe/Getxo");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("[data-error-summary]")).toContainText("There is no such time zone");
  await expect(form.getByLabel("Time zone")).toHaveValue("Europe/Getxo");
});

test("a bakery reads its month in plain words and takes the receipt to paper", async ({ script, another }) => {
  const owner = await another("owner");
  await open(owner, script, `/app/settings/whatsapp/billing?month=${monthsAgo(1)}`);
  await expect(owner.getByRole("heading", { level: 1 })).toContainText("What WhatsApp costs");
  await expect(owner.locator("[data-estimate]")).toContainText(/This is an estimate.*Prices of \d/);
  await owner.getByRole("link", { name: "Receipt to print or save" }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toContainText("Receipt, ");
  const paper = owner.locator(".paper");
  await expect(paper).toContainText("Total");

  await owner.emulateMedia({ media: "print" });
  await expect(paper).toBeVisible();
  await expect(owner.locator("a.btn").first()).toBeHidden();
  const pdf = await owner.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.length).toBeGreaterThan(5_000);
});
