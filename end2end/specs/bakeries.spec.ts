import { expect, test, open, unique } from "../support/test";
import { addBakery, toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test("a bakery is added, changed, suspended and resumed", async ({ page, script }) => {
  const bakery = await addBakery(page, script);
  await page.getByRole("link", { name: "Edit" }).click();
  // The page before has a field for a name, too.
  await expect(page.getByLabel(/City/)).toBeVisible();
  const renamed = `${bakery.name} y Pérez`;
  await page.getByLabel("Name", { exact: true }).first().fill(renamed);
  await page.getByLabel(/City/).fill("Donostia");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(toasts(page)).toContainText("Saved.");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(renamed);
  await expect(page.locator("main")).toContainText("Donostia");

  await page.getByRole("button", { name: "Suspend" }).click();
  if (script) {
    const question = page.getByRole("dialog", { name: /Suspend this bakery/ });
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
    await expect(page.getByRole("button", { name: "Suspend" })).toBeFocused();
    await page.getByRole("button", { name: "Suspend" }).click();
    await question.getByRole("button", { name: "Suspend" }).click();
  }
  await expect(page.locator("main")).toContainText("This bakery is suspended");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.locator("main")).not.toContainText("This bakery is suspended");
});

test("a form that is refused keeps what was typed and leads to the field", async ({ page, script }) => {
  await open(page, script, "/app/admin/tenants/new");
  await page.getByLabel(/City/).fill("Bilbao");
  await page.getByLabel("Name", { exact: true }).fill("x".repeat(500));
  await page.getByRole("button", { name: "Add bakery" }).click();
  const summary = page.locator("[data-error-summary]");
  await expect(summary).toBeVisible();
  if (script) await expect(summary).toBeFocused();
  await expect(page.getByLabel(/City/)).toHaveValue("Bilbao");
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await summary.getByRole("link").first().click();
  await expect(page).toHaveURL(/#/);
});

test("bakeries are found by name without accents", async ({ page, script }) => {
  const word = unique();
  await addBakery(page, script, `Panadería Ñoño ${word}`);
  await open(page, script, `/app/admin/tenants?q=${encodeURIComponent(`PANADERÍA ñoño ${word}`)}`);
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await open(page, script, `/app/admin/tenants?q=there-is-no-${word}`);
  await expect(page.locator("main")).toContainText("Nothing matches");
  await page.getByRole("link", { name: "Reset filters" }).click();
  await expect(page.getByRole("rowheader").first()).toBeVisible();
});

test("a CSV with a byte order mark and semicolons is tried first, then imported", async ({ page, script }) => {
  const word = unique();
  await open(page, script, "/app/admin/tenants/import");
  const csv = `\uFEFFnombre;ciudad;referencia\r\nHorno ${word} Uno;Bilbao;${word}-1\r\n"Horno ${word} Dos";"Vitoria; centro";${word}-2\r\n=HYPERLINK("x");Bilbao;${word}-3\r\n`;
  await page.getByLabel("CSV file").setInputFiles({ name: "bakeries.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "Do a dry run" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Dry run");
  await expect(page.locator("main")).toContainText("Nothing has changed yet");
  await expect(page.getByRole("row").filter({ hasText: "Vitoria; centro" })).toContainText("Added");
  await expect(page.getByRole("row").filter({ hasText: "HYPERLINK" })).toContainText("Left out");
  await page.getByRole("button", { name: "Carry it out" }).click();
  await expect(toasts(page)).toContainText("2 added, 0 changed.");
  await open(page, script, `/app/admin/tenants?q=${word}`);
  await expect(page.getByRole("rowheader")).toHaveCount(2);
});

test("an unreadable CSV is refused in words and the pasted text stays", async ({ page, script }) => {
  await open(page, script, "/app/admin/tenants/import");
  await page.getByLabel("Or paste it here").fill("colour;weight\nred;3");
  await page.getByRole("button", { name: "Do a dry run" }).click();
  await expect(page.locator("main")).toContainText("is missing");
  await expect(page.getByLabel("Or paste it here")).toHaveValue("colour;weight\nred;3");
});
