import type { Page } from "@playwright/test";
import { expect, test, open, unique } from "../support/test";
import { addBakery, connect, toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";
import type { Account } from "../support/sandbox";

test.use({ storageState: signedIn("admin") });

const LIST = "/app/admin/whatsapp/templates";
const row = (page: Page, name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
const finding = (page: Page, words: RegExp) => page.locator(".lint-list > li").filter({ hasText: words });

test.beforeEach(async ({ sandbox }) => sandbox.reviewedBy("by_hand"));

/** Begins a draft for an account, from one of the starters or a blank page. */
const begin = async (page: Page, script: boolean, account: Account, start: RegExp): Promise<void> => {
  await open(page, script, `${LIST}/new`);
  await page.getByLabel("For which account").selectOption({ label: account.name });
  await page.getByRole("radio", { name: start }).check();
  await page.getByRole("button", { name: "Start writing" }).click();
  await expect(page).toHaveURL(/\/edit$/);
};

/** Presses a button that posts the editor and waits for what is said about it. */
const press = async (page: Page, name: string | RegExp, said: string | RegExp): Promise<void> => {
  await page.getByRole("button", { name }).first().click();
  await expect(toasts(page)).toContainText(said);
};

/** Submits; with scripts the console asks first. */
const submit = async (page: Page, script: boolean): Promise<void> => {
  await page.getByRole("button", { name: "Submit to Meta" }).click();
  if (script) await page.getByRole("dialog").getByRole("button", { name: "Submit to Meta" }).click();
};

/** Reads the lists from Meta and opens a template. */
const reread = async (page: Page, script: boolean, name: string): Promise<void> => {
  await open(page, script, `${LIST}?q=${name}`);
  await page.getByRole("button", { name: "Sync now" }).click();
  const read = page.getByRole("heading", { name: "What was read" });
  // Without scripts one looks again oneself.
  await expect(async () => {
    const again = page.getByRole("link", { name: "Look again" });
    if (!script && (await again.count()) > 0) await again.click();
    await expect(read).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row(page, name).getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
};

/** Meta's id, as the template's page shows it. */
const metaId = (page: Page): Promise<string> => page.locator("dt", { hasText: "Meta’s id" }).locator("+ dd").innerText();

test("a template is written, checked, put right, refused, put right again, approved and tried", async ({ page, script, sandbox }) => {
  const account = await sandbox.account(`Avisos ${unique()}`);
  await connect(page, script, account.id, account.token);
  const bakery = await addBakery(page, script);
  await page.getByRole("button", { name: "Turn on for the bakery" }).click();
  await expect(page.locator("main")).toContainText("Turn off for the bakery");
  await open(page, script, `/app/admin/whatsapp/numbers?q=${encodeURIComponent(account.numbers[0]!.name)}`);
  await row(page, account.numbers[0]!.display).getByRole("link", { name: /Assign|Change/ }).click();
  await page.locator("form.assign").getByRole("combobox").selectOption(bakery.id);
  await page.locator("form.assign").getByRole("button", { name: "Assign number" }).click();
  await expect(toasts(page)).toContainText("assigned");

  const name = `listo_${unique()}`;
  await begin(page, script, account, /Order ready to collect/);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByLabel("Text", { exact: true }).fill("Hola {{1}}, tu pedido {{2}} está listo en {{3}}");
  await press(page, "Check and preview", "Saved and checked");
  await expect(page.getByRole("heading", { level: 3, name: /error/ })).toBeVisible();
  await expect(page.locator(".wa").first()).toContainText("Hola Amaia");

  // What the rules forbid is not handed in.
  await submit(page, script);
  await expect(toasts(page)).toContainText("Not handed in");

  await page.getByRole("button", { name: /^Fix it/ }).first().click();
  await expect(toasts(page)).toContainText("Put right and saved");
  await page.getByLabel("Text", { exact: true }).fill("Hola {{1}}, tu pedido {{2}} ya está listo en {{3}}, te esperamos hasta la hora de cierre.");
  await press(page, "Check and preview", "Saved and checked");
  await expect(page.getByRole("heading", { level: 3, name: /error/ })).toHaveCount(0);
  await submit(page, script);
  await expect(page.locator("main")).toContainText("What Meta answered");
  await expect(page.locator("main")).toContainText("Meta is reviewing it");

  await reread(page, script, name);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("In review");
  await sandbox.decide(await metaId(page), "REJECTED", "INVALID_FORMAT");
  await reread(page, script, name);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Rejected");
  await expect(page.locator("main")).toContainText("Format: variables, braces");

  // The refused text is where one starts, with the reason beside it.
  await page.getByRole("button", { name: "Fix the text" }).click();
  await expect(page.locator("main")).toContainText("Meta refused this text");
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue(/te esperamos/);
  await page.getByLabel("Text", { exact: true }).fill("Hola {{1}}, tu pedido {{2}} te espera en {{3}}, pasa a recogerlo hasta la hora de cierre.");
  await submit(page, script);
  await expect(page.locator("main")).toContainText("What Meta answered");

  await reread(page, script, name);
  await sandbox.decide(await metaId(page), "APPROVED");
  await reread(page, script, name);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Approved");
  await expect(page.locator(".timeline").first()).toContainText("Rejected");

  await page.getByLabel("Send from the number of").selectOption({ label: bakery.name });
  await page.getByLabel("Your phone").fill(`+${sandbox.customer().phone}`);
  await page.getByRole("button", { name: "Send the test" }).click();
  await expect(toasts(page)).toContainText("The test message is on its way.");
});

test("a price alarm is held, then accepted", async ({ page, script, sandbox }) => {
  const account = await sandbox.account(`Avisos ${unique()}`);
  await connect(page, script, account.id, account.token);
  const name = `aviso_${unique()}`;
  await begin(page, script, account, /Order has a new status/);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await submit(page, script);
  await expect(page.locator("main")).toContainText("Meta is reviewing it");
  await reread(page, script, name);
  const id = await metaId(page);
  await sandbox.decide(id, "APPROVED");
  await sandbox.move(id, "MARKETING", true);
  await reread(page, script, name);
  await expect(page.getByRole("heading", { level: 2, name: /Price alarm/ })).toContainText("marketing");
  await expect(page.locator("main")).toContainText("Each message goes from");

  await page.getByRole("button", { name: "Hold sends" }).click();
  await expect(toasts(page)).toContainText("Held.");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Held");
  await open(page, script, `${LIST}?q=${name}`);
  await expect(row(page, name)).toContainText("Held");

  await row(page, name).getByRole("rowheader").getByRole("link").click();
  await page.getByRole("button", { name: "Accept and send again" }).click();
  await expect(toasts(page)).toContainText("Accepted.");
  await expect(page.getByRole("heading", { level: 2, name: /Price alarm/ })).toHaveCount(0);
});

test("two languages stand side by side, and what one lacks is told", async ({ page, script, sandbox }) => {
  const account = await sandbox.account(`Avisos ${unique()}`);
  await connect(page, script, account.id, account.token);
  const name = `dos_${unique()}`;
  await begin(page, script, account, /Order ready to collect/);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByLabel("Add language").selectOption("es");
  await press(page, "Add language", "Saved.");
  const spanish = page.locator("[data-template-language='1']");
  await expect(spanish).toBeVisible();
  await spanish.getByLabel("Text", { exact: true }).fill("Hola {{1}}, tu pedido {{2}} ya está listo para que lo recojas hoy en la tienda.");
  await press(page, "Check and preview", "Saved and checked");
  await expect(spanish.locator(".lint-list")).toContainText(/variable/i);
  // The words of this check would be taken for those of the next one.
  await open(page, script, new URL(page.url()).pathname);
  await spanish.getByLabel("Text", { exact: true }).fill(
    "Hola {{1}}, tu pedido {{2}} ya está listo en {{3}}. Puedes recogerlo hoy hasta las {{4}}, en el horario de la tienda.",
  );
  await press(page, "Check and preview", "Saved and checked");
  // A variable that is new again wants its example again.
  await spanish.locator("#l1-s-3").fill("Panadería Goiko");
  await spanish.locator("#l1-s-4").fill("20:30");
  await submit(page, script);
  await expect(page.locator("main")).toContainText("English: handed in");
  await expect(page.locator("main")).toContainText("Spanish: handed in");
  await open(page, script, `${LIST}?q=${name}`);
  await expect(row(page, name).locator(".tpl-langs li")).toHaveCount(2);
});

test("two people who save the same draft lose nothing", async ({ page, script, sandbox, another }) => {
  const account = await sandbox.account(`Avisos ${unique()}`);
  await connect(page, script, account.id, account.token);
  await begin(page, script, account, /Ingredient running low/);
  const other = await another("admin");
  await open(other, script, new URL(page.url()).pathname);
  await page.getByLabel("Footer").fill("Tu obrador");
  await press(page, "Save draft", "Saved.");
  await other.getByLabel("Footer").fill("Panadería");
  await other.getByRole("button", { name: "Save draft" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toContainText("Somebody saved this draft before you");
  await expect(other.locator(".diff")).toContainText("Panadería");
  await expect(other.locator(".diff")).toContainText("Tu obrador");
  await other.getByRole("button", { name: "Use mine" }).click();
  await expect(other.getByLabel("Footer")).toHaveValue("Panadería");
});

test("buttons come, move and go without anything else being lost", async ({ page, script, sandbox }) => {
  const account = await sandbox.account(`Avisos ${unique()}`);
  await connect(page, script, account.id, account.token);
  await begin(page, script, account, /A blank page/);
  await page.getByLabel("Text", { exact: true }).fill("Tu pedido está listo para recoger.");
  await page.getByLabel("Kind of button").selectOption("URL");
  await press(page, "Add a button", "Saved.");
  await page.getByLabel("Label").fill("Ver");
  await page.getByLabel("Address").fill("https://tahona.test/p");
  await page.getByLabel("Kind of button").selectOption("QUICK_REPLY");
  await press(page, "Add a button", "Saved.");
  await expect(page.locator(".tpl-button")).toHaveCount(2);
  await press(page, /Move up: Button 2/, "Saved.");
  await expect(page.locator(".tpl-button").last().getByLabel("Address")).toHaveValue("https://tahona.test/p");
  await press(page, /Remove: Button 1/, "Saved.");
  await expect(page.locator(".tpl-button")).toHaveCount(1);
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue("Tu pedido está listo para recoger.");
  await expect(finding(page, /./).first()).toBeVisible();
});
