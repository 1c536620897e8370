import { expect, test, open, unique } from "../support/test";
import { addBakery, connect, toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test.describe("the message after an assignment", () => {
  test.beforeEach(async ({ page, script, sandbox }) => {
    // Before anything runs: timers of before could not be taken back afterwards.
    await page.clock.install();
    const bakery = await addBakery(page, script);
    const account = await sandbox.account(`Avisos ${unique()}`);
    await connect(page, script, account.id, account.token);
    await open(page, script, `/app/admin/whatsapp/numbers?q=${encodeURIComponent(account.numbers[0]!.name)}`);
    await page.getByRole("row").getByRole("link", { name: "Assign" }).click();
    await page.locator("form.assign").getByRole("combobox").selectOption(bakery.id);
    await page.locator("form.assign").getByRole("button", { name: "Assign number" }).click();
    await expect(toasts(page)).toContainText("assigned to");
  });

  test("counts down, waits while it is looked at, and leaves", async ({ page }) => {
    const undo = toasts(page).getByRole("button", { name: /Undo/ });
    await page.clock.runFor(5_000);
    await expect(undo).toContainText("25 s");
    await undo.hover();
    await page.clock.runFor(60_000);
    await expect(undo).toContainText("25 s");
    await page.mouse.move(0, 0);
    await page.clock.runFor(26_000);
    await expect(toasts(page).locator(".toast")).toHaveCount(0);
  });

  test("stays on the next page and z undoes it there", async ({ page }) => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit log" }).click();
    await expect(page).toHaveURL(/audit/);
    await expect(toasts(page)).toContainText("assigned to");
    await page.keyboard.press("z");
    await expect(toasts(page)).toContainText("Undone. Everything is as it was.");
  });

  test("can be dismissed", async ({ page }) => {
    await toasts(page).getByRole("link", { name: "Close message" }).or(toasts(page).getByRole("button", { name: "Close message" })).click();
    await expect(toasts(page).locator(".toast")).toHaveCount(0);
  });
});
