import { expect, test, open, unique } from "../support/test";
import { connect, toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

type Account = { id: string; name: string; token: string };

/** A draft of the first starter, open in the editor. */
const draft = async (page: Parameters<typeof open>[0], script: boolean, account: Account): Promise<void> => {
  await connect(page, script, account.id, account.token);
  await open(page, script, "/app/admin/whatsapp/templates/new");
  await page.getByLabel("For which account").selectOption({ label: account.name });
  await page.getByRole("radio", { name: /Order ready to collect/ }).check();
  await page.getByRole("button", { name: "Start writing" }).click();
  await expect(page).toHaveURL(/\/edit$/);
};

test("the editor follows each letter", async ({ page, script, sandbox }) => {
  await draft(page, script, await sandbox.account(`Letras ${unique()}`));
  await expect(page.locator("form[data-follows]")).toBeAttached();

  const text = page.getByLabel("Text", { exact: true });
  const findings = page.locator("[data-template-findings]").first();
  const preview = page.locator("[data-template-preview]").first();
  await text.fill("Hola {{1}}, tu *pedido* ya está listo. Ven a {{5}}");
  await expect(findings).toContainText("The text ends in a variable");
  await expect(findings).toContainText("Variable 2 is missing from the sequence");
  await expect(preview.locator(".wa__bubble strong").first()).toHaveText("pedido");
  await expect(page.locator("[data-template-count]").first()).toContainText("50 of 1,024 characters, 2 variables");

  // A new variable gets its field at once, and the field keeps what is typed.
  const sample = page.locator('[name="l0.s.5"]');
  await sample.pressSequentially("la plaza");
  await expect(sample).toBeFocused();
  await expect(preview).toContainText("la plaza");
  await expect(page.locator('[name="l0.s.2"]')).toHaveCount(0);

  // So does one of the header, and what the rules miss leads to it.
  const header = page.getByLabel("Header", { exact: true });
  await header.selectOption("TEXT");
  await page.getByRole("button", { name: "Check and preview" }).click();
  const title = page.getByLabel("Text of the header");
  await expect(title).toBeVisible();
  await expect(page.locator("form[data-follows]")).toBeAttached();
  await title.fill("Order {{1}}");
  await expect(page.locator('[name="l0.hs.1"]')).toBeVisible();
  await expect(findings.locator('a[href="#l0-hs-1"]')).toBeVisible();
  await page.locator('[name="l0.hs.1"]').fill("ENC-2041");
  await expect(findings.locator('a[href="#l0-hs-1"]')).toHaveCount(0);
  await expect(preview).toContainText("Order ENC-2041");

  await text.fill("Hello {{1}}, today there is a 10 % discount for <b>all</b> our neighbours.");
  await expect(findings).toContainText("reads as advertising");
  await expect(findings).toContainText("+€0.0419 each");
  await expect(preview).toContainText("<b>all</b>");
  await findings.getByRole("link", { name: /reads as advertising/ }).click();
  await expect(page).toHaveURL(/#l0-body$/);

  // What the browser offers to put right, the server does, with all that was typed.
  await text.fill("Hola {{1}}, tu pedido ya está listo. Ven a {{5}} hoy mismo.");
  await page.locator('[name="l0.s.5"]').fill("la plaza");
  await findings.getByRole("button", { name: /^Fix it: Variable 2 is missing/ }).click();
  await expect(text).toHaveValue("Hola {{1}}, tu pedido ya está listo. Ven a {{2}} hoy mismo.");
  await expect(page.locator('[name="l0.s.2"]')).toHaveValue("la plaza");

  // The page that came in place follows as well.
  await text.fill("Hola {{1}}, tu pedido ya está listo. Ven a {{2}}");
  await expect(findings).toContainText("The text ends in a variable");
});

test("text survives a closed tab", async ({ page, script, sandbox, context }) => {
  await draft(page, script, await sandbox.account(`Pestaña ${unique()}`));
  const address = new URL(page.url()).pathname;
  const text = page.getByLabel("Text", { exact: true });
  const saved = page.locator("[data-template-saved]");
  await expect(page.locator("form[data-follows]")).toBeAttached();
  await expect(saved).toBeHidden();

  // Somebody stops typing.
  await text.fill("Hello {{1}}, your order {{2}} waits for you at {{3}} until {{4}} today.");
  await expect(saved).toHaveText(/^Saved at \d\d:\d\d$/);
  await page.close();
  const again = await context.newPage();
  await open(again, script, address);
  await expect(again.getByLabel("Text", { exact: true })).toHaveValue(/waits for you/);

  // Somebody goes away while typing; what is typed in one go is one version.
  await expect(again.locator("form[data-follows]")).toBeAttached();
  await again.getByLabel("Text", { exact: true }).fill("Hello {{1}}, your order {{2}} is kept for you at {{3}} until {{4}}, come today.");
  await again.goto("/app/account");
  await expect(async () => {
    await open(again, script, address);
    await expect(again.getByLabel("Text", { exact: true })).toHaveValue(/is kept for you/, { timeout: 1_000 });
  }).toPass();
  await expect(again.getByRole("link", { name: /^Version \d+$/ })).toHaveCount(2);

  await expect(again.locator("form[data-follows]")).toBeAttached();
  // A button builds upon what was saved by itself.
  await again.getByLabel("Footer").fill("Panadería Goiko");
  await expect(again.locator("[data-template-saved]")).toContainText("Saved at");
  await again.getByRole("button", { name: "Save draft" }).click();
  await expect(toasts(again)).toContainText("Saved.");
  await expect(again.getByLabel("Footer")).toHaveValue("Panadería Goiko");
});

test.describe("while the console does not answer", () => {
  test.use({ expectTrouble: /save-template|Failed to load resource/ });

  test("the editor says that nothing is saved", async ({ page, script, sandbox }) => {
    await draft(page, script, await sandbox.account(`Sin red ${unique()}`));
    await expect(page.locator("form[data-follows]")).toBeAttached();
    await page.route("**/do/save-template", (route) => route.abort());
    await page.getByLabel("Footer").fill("Panadería Goiko");
    await expect(page.locator("[data-template-saved]")).toContainText("Not saved: the console does not answer");
    await page.unroute("**/do/save-template");
    await page.getByLabel("Footer").fill("Panadería Goiko, Bilbao");
    await expect(page.locator("[data-template-saved]")).toContainText("Saved at");
  });
});

test.describe("without its library", () => {
  test.use({ expectTrouble: /template_editor|Failed to fetch/ });

  test("the editor works as without scripts", async ({ page, script, sandbox }) => {
    await page.route("**/template_editor.*.wasm", (route) => route.abort());
    await draft(page, script, await sandbox.account(`Sin reglas ${unique()}`));
    const text = page.getByLabel("Text", { exact: true });
    await text.fill("Hello, today there is a 10 % discount for everybody.");
    await page.getByRole("button", { name: "Check and preview" }).click();
    await expect(page.locator("[data-template-findings]").first()).toContainText("reads as advertising");
    await expect(text).toHaveValue("Hello, today there is a 10 % discount for everybody.");
  });
});
