import { expect, open, test } from "../support/test";
import { toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const PAGE = "/app/admin/whatsapp/billing/cards";
const HEAD = "Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service";

test("a rate card is looked at, imported, and withdrawn with a trace", async ({ page, script }) => {
  await open(page, script, PAGE);
  await page.getByRole("link", { name: "Import a rate card" }).click();
  await page.getByLabel("Or paste the rows").fill(`${HEAD}\nSpain,EUR,0.0600,0.0166,0.0166,n/a,0.0166\n`);
  // Far away, so that nothing of the demo is priced by it.
  await page.getByLabel("In force from").fill("2031-01-01");
  await page.getByLabel("Where it comes from").fill("A letter of Meta's");
  await page.getByRole("button", { name: "Look at it" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/What this rate card changes/);
  const spain = page.getByRole("region", { name: "Changes" }).getByRole("row", { name: /Spain/ }).first();
  await expect(spain).toContainText("€0.0585");
  await expect(spain).toContainText("€0.0600");
  await expect(spain).toContainText("+€0.0015");
  await expect(page.locator("main")).toContainText("These markets are missing");
  await page.getByRole("button", { name: "Import this rate card" }).click();

  await expect(toasts(page)).toContainText("is imported");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("eur-2031-01-01-");
  await page.getByLabel("Why it is wrong").fill("Only a try");
  await page.getByRole("button", { name: "Withdraw" }).click();
  if (script && (await page.locator("dialog[open]").count())) await page.locator("dialog [value=yes]").click();
  await expect(toasts(page)).toContainText("is withdrawn");
  await expect(page.locator("main")).toContainText("Withdrawn: Only a try");
});

test("a file with mistakes names each with its line and changes nothing", async ({ page, script }) => {
  await open(page, script, `${PAGE}/import`);
  const rows = ["Spain,EUR,\"0,06\",0.0166,0.0166,n/a,0.0166", "France,EUR,-1,0.02,0.02,n/a,0.02", "Spain,EUR,0.06,1e-7,0.02,n/a,0.02"];
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "rates.csv", mimeType: "text/csv", buffer: Buffer.from([HEAD, ...rows].join("\n")) });
  await page.getByLabel("In force from").fill("2031-01-01");
  await page.getByLabel("Where it comes from").fill("rates.csv");
  await page.getByRole("button", { name: "Look at it" }).click();
  const faults = page.getByRole("alert");
  await expect(faults).toContainText("Line 2, column 3");
  await expect(faults).toContainText("write decimals with a point");
  await expect(faults).toContainText("a rate is not negative");
  await expect(faults).toContainText("Line 4: Spain is on line 2 already.");
  await expect(page.getByRole("button", { name: "Import this rate card" })).toHaveCount(0);
});

test("what was said about a file is kept when something is missing", async ({ page, script }) => {
  await open(page, script, `${PAGE}/import`);
  await page.getByLabel("Where it comes from").fill("A letter");
  await page.getByLabel("In force from").fill("2031-01-01");
  await page.getByRole("button", { name: "Look at it" }).click();
  await expect(page.locator("[data-error-summary]")).toContainText("File");
  await expect(page.getByLabel("Where it comes from")).toHaveValue("A letter");
});
