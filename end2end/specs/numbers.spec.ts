import type { Page } from "@playwright/test";
import { expect, test, open, unique, ready } from "../support/test";
import { addBakery, connect, toasts, type Bakery } from "../support/bakeries";
import { signedIn } from "../support/settings";
import type { Account, Number } from "../support/sandbox";

test.use({ storageState: signedIn("admin") });

const pool = (query: string): string => `/app/admin/whatsapp/numbers?q=${encodeURIComponent(query)}`;
const row = (page: Page, words: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: words }) });
const panel = (page: Page) => page.locator("form.assign");

/** Opens the panel of a number in the pool. */
const openPanel = async (page: Page, script: boolean, number: Number): Promise<void> => {
  await open(page, script, pool(number.name));
  await row(page, number.display).getByRole("link", { name: /Assign|Change/ }).click();
  await expect(panel(page)).toBeVisible();
};

const assign = async (page: Page, script: boolean, number: Number, bakery: Bakery): Promise<void> => {
  await openPanel(page, script, number);
  await panel(page).getByRole("combobox").selectOption(bakery.id);
  await panel(page).getByRole("button", { name: "Assign number" }).click();
  await expect(toasts(page)).toContainText(`${number.display} assigned to ${bakery.name}.`);
};

/** An account of its own, read, with so many numbers. */
const numbers = async (page: Page, script: boolean, account: Account): Promise<Number[]> => {
  await connect(page, script, account.id, account.token);
  return account.numbers;
};

test("every bakery gets a number at once, and that can be undone", async ({ page, script, sandbox }) => {
  const word = unique();
  const bakeries = [await addBakery(page, script, `Horno A ${word}`), await addBakery(page, script, `Horno B ${word}`)];
  const account = await sandbox.account(...bakeries.map((bakery) => bakery.name));
  const given = await numbers(page, script, account);

  await open(page, script, "/app/admin/whatsapp");
  await page.getByRole("link", { name: "Give every bakery a number" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Give every bakery a number");
  await expect(page.locator("main")).toContainText("Nothing changes until you confirm");
  for (const [at, bakery] of bakeries.entries()) {
    await expect(row(page, bakery.name)).toContainText(given[at]!.display);
    await expect(row(page, bakery.name)).toContainText("Name matches the bakery");
  }
  // Only these two: the other bakeries belong to other tests.
  for (const box of await page.getByRole("checkbox").all()) await box.uncheck();
  for (const bakery of bakeries) await page.getByRole("checkbox", { name: bakery.name }).check();
  await page.getByRole("button", { name: /^Assign/ }).click();
  await expect(toasts(page)).toContainText("2 numbers assigned.");

  await open(page, script, `/app/admin/whatsapp?q=${word}`);
  for (const [at, bakery] of bakeries.entries()) await expect(row(page, bakery.name)).toContainText(given[at]!.display);
});

test("a bulk assignment is undone with one press", async ({ page, script, sandbox }) => {
  const bakery = await addBakery(page, script);
  const account = await sandbox.account(bakery.name);
  const [number] = await numbers(page, script, account);
  await open(page, script, "/app/admin/whatsapp/assign-all");
  for (const box of await page.getByRole("checkbox").all()) await box.uncheck();
  await page.getByRole("checkbox", { name: bakery.name }).check();
  await page.getByRole("button", { name: /^Assign/ }).click();
  await expect(toasts(page)).toContainText("assigned");
  await toasts(page).getByRole("button", { name: /Undo/ }).click();
  await expect(toasts(page)).toContainText("Undone. Everything is as it was.");
  await open(page, script, pool(number!.name));
  await expect(row(page, number!.display)).toContainText("Nobody");
});

test("a number is assigned, moved and released", async ({ page, script, sandbox }) => {
  const [first, second] = [await addBakery(page, script), await addBakery(page, script)];
  const account = await sandbox.account(`Avisos ${unique()}`);
  const number = (await numbers(page, script, account))[0]!;

  await assign(page, script, number, first);
  await expect(row(page, number.display)).toContainText(first.name);
  await expect(panel(page)).toHaveCount(0);

  await row(page, number.display).getByRole("link", { name: "Change" }).click();
  await panel(page).getByRole("combobox").selectOption(second.id);
  await panel(page).getByRole("button", { name: "Move number" }).click();
  await expect(toasts(page)).toContainText(`${number.display} moved from ${first.name} to ${second.name}.`);

  await row(page, number.display).getByRole("link", { name: "Change" }).click();
  await panel(page).getByRole("link", { name: "Release…" }).click();
  await expect(page.locator("main")).toContainText("The number rests until");
  await page.getByLabel(/type its last three digits/).fill("000");
  await page.getByRole("button", { name: "Release number" }).click();
  await expect(page.locator(".error-text, [data-error-summary]").first()).toBeVisible();
  await page.getByLabel(/type its last three digits/).fill(number.display.slice(-3));
  await page.getByRole("button", { name: "Release number" }).click();
  await expect(toasts(page)).toContainText("released");

  await open(page, script, pool(number.name));
  await expect(row(page, number.display)).toContainText("Resting");
  await row(page, number.display).getByRole("rowheader").getByRole("link").click();
  const holders = page.locator("main");
  await expect(holders).toContainText(first.name);
  await expect(holders).toContainText(second.name);
});

test("an assignment is undone from its message", async ({ page, script, sandbox }) => {
  const bakery = await addBakery(page, script);
  const account = await sandbox.account(`Avisos ${unique()}`);
  const number = (await numbers(page, script, account))[0]!;
  await assign(page, script, number, bakery);
  await toasts(page).getByRole("button", { name: /Undo/ }).click();
  await expect(toasts(page)).toContainText("Undone");
  await expect(row(page, number.display)).toContainText("Nobody");
});

test("when somebody else was quicker nothing is overwritten, and one is told who it was", async ({ page, script, sandbox, another }) => {
  const [mine, theirs] = [await addBakery(page, script), await addBakery(page, script)];
  const account = await sandbox.account(`Avisos ${unique()}`);
  const number = (await numbers(page, script, account))[0]!;

  await openPanel(page, script, number);
  await panel(page).getByRole("combobox").selectOption(mine.id);

  const other = await another("admin");
  await assign(other, script, number, theirs);

  if (script) {
    // What was begun is not taken away; the news is only offered.
    await expect(page.locator("#live-chip")).toBeVisible();
    await expect(panel(page).getByRole("combobox")).toHaveValue(mine.id);
  }
  await panel(page).getByRole("button", { name: "Assign number" }).click();
  await expect(panel(page).getByRole("alert")).toContainText(theirs.name);
  await expect(panel(page).getByRole("alert")).toContainText(/Nothing was (saved|changed)/);
  await expect(row(page, number.display)).toContainText(theirs.name);

  await panel(page).getByRole("combobox").selectOption(mine.id);
  await panel(page).getByRole("button", { name: "Move it anyway" }).click();
  await expect(toasts(page)).toContainText(`moved from ${theirs.name} to ${mine.name}`);
});

test("the list is filtered, sorted and exported as it is shown", async ({ page, script, sandbox, request }) => {
  const word = unique();
  const account = await sandbox.account(`Avisos ${word} 1`, `Avisos ${word} 2`);
  await numbers(page, script, account);
  await open(page, script, pool(word));
  await expect(page.getByRole("rowheader")).toHaveCount(2);
  const before = await page.getByRole("rowheader").allInnerTexts();
  await page.getByRole("columnheader", { name: "Number" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=-number/);
  await ready(page, script);
  await expect.poll(() => page.getByRole("rowheader").allInnerTexts()).toEqual([...before].reverse());

  const csv = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
  const answer = await page.context().request.get(csv!);
  expect(answer.headers()["content-type"]).toContain("text/csv");
  const lines = (await answer.text()).trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines.join()).toContain(account.numbers[0]!.id);
  expect((await request.get(csv!, { maxRedirects: 0, headers: { cookie: "" } })).status()).not.toBe(200);
});
