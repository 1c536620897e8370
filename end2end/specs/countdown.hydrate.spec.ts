import { expect, open, test } from "../support/test";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test("the 24 hours count down, and the form turns into hold-and-ask when they end", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await page.clock.install();
  await sandbox.write(customer, "¿Cerráis a mediodía?");
  const list = `/app/admin/whatsapp/conversations?q=${encodeURIComponent(customer.name)}`;
  await expect(async () => {
    await open(page, script, list);
    await expect(page.locator(".conv")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await page.locator(".conv").click();
  const strip = page.locator(".window");
  await expect(strip).toContainText(/23 h 5\d min/);
  await page.getByLabel("Reply as Panadería San Juan").fill("No, abrimos todo el día.");

  await page.clock.fastForward("21:00:00");
  await expect(strip).toContainText(/2 h 5\d min/);
  await expect(strip).toHaveAttribute("data-tone", "warn");
  await expect(page.getByRole("button", { name: "Send reply" })).toBeVisible();

  await page.clock.fastForward("03:00:00");
  await expect(strip.getByText("The 24 hours are over")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send reply" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Hold and ask" })).toBeVisible();
  await expect(page.getByLabel("Ask them to write with")).toBeEnabled();
  await expect(page.getByLabel("Reply as Panadería San Juan")).toHaveValue("No, abrimos todo el día.");
});
