import { expect, test, open, unique } from "../support/test";
import { connect } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test("the editor follows each letter", async ({ page, script, sandbox }) => {
  test.skip(!script, "without scripts the rules speak when the form is sent");
  const account = await sandbox.account(`Letras ${unique()}`);
  await connect(page, script, account.id, account.token);
  await open(page, script, "/app/admin/whatsapp/templates/new");
  await page.getByLabel("For which account").selectOption({ label: account.name });
  await page.getByRole("radio", { name: /Order ready to collect/ }).check();
  await page.getByRole("button", { name: "Start writing" }).click();
  await expect(page).toHaveURL(/\/edit$/);

  const text = page.getByLabel("Text", { exact: true });
  const findings = page.locator("[data-template-findings]").first();
  const preview = page.locator("[data-template-preview]").first();
  await text.fill("Hola {{1}}, tu *pedido* ya está listo. Ven a {{5}}");
  await expect(findings).toContainText("The text ends in a variable");
  await expect(findings).toContainText("Variable 2 is missing from the sequence");
  await expect(preview.locator("strong").first()).toHaveText("pedido");
  await expect(page.locator("[data-template-count]").first()).toContainText("50 of 1,024 characters, 2 variables");

  // A new variable gets its field at once, and the field keeps what is typed.
  const sample = page.locator('[name="l0.s.5"]');
  await sample.pressSequentially("la plaza");
  await expect(sample).toBeFocused();
  await expect(preview).toContainText("la plaza");
  await expect(page.locator('[name="l0.s.2"]')).toHaveCount(0);

  await text.fill("Hola {{1}}, hoy hay un 10 % de descuento para <b>todos</b> los vecinos.");
  await expect(findings).toContainText("reads as advertising");
  await expect(findings).toContainText("+€0.0419 each");
  await expect(preview).toContainText("<b>todos</b>");
  await findings.getByRole("link", { name: /reads as advertising/ }).click();
  await expect(page).toHaveURL(/#l0-body$/);
});
