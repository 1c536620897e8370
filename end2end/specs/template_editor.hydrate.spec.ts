import { expect, test, open, unique } from "../support/test";
import { connect } from "../support/bakeries";
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
