import { expect, test, open } from "../support/test";
import { addBakery } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test("the audit log says who changed what", async ({ page, script }) => {
  const bakery = await addBakery(page, script);
  await page.getByRole("button", { name: "Turn on for the bakery" }).click();
  await expect(page.locator("main")).toContainText("WhatsApp is on");
  await open(page, script, "/app/admin/audit");
  const log = page.locator("main");
  await expect(log).toContainText(bakery.name);
  await expect(log).toContainText("Marta Molina");
});
