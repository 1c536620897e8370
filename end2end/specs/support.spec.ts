import { expect, test, open } from "../support/test";
import { addBakery } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("support") });

test("support finds no button that changes anything", async ({ page, script, another }) => {
  const admin = await another("admin");
  const bakery = await addBakery(admin, script);
  for (const path of ["/app/admin/whatsapp", "/app/admin/whatsapp/numbers", "/app/admin/tenants", bakery.path]) {
    const answer = await page.goto(path);
    if (answer!.status() === 403) continue;
    const changing = page.locator("main form[method=post]");
    await expect(changing, path).toHaveCount(0);
  }
});

test.describe("what support may not do", () => {
  test.use({ expectTrouble: /\b40[34]\b/ });

  test("is refused at the door", async ({ page, script, another }) => {
    const admin = await another("admin");
    const bakery = await addBakery(admin, script);
    for (const path of ["/app/admin/team", "/app/admin/tenants/new", "/app/admin/whatsapp/assign-all"]) {
      const answer = await page.goto(path);
      expect(answer!.status(), path).toBe(403);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Your role cannot do this");
    }
    const sent = await page.context().request.post("/do/suspend-tenant", {
      form: { tenant: bakery.id, suspended: "1" },
      headers: { accept: "text/html" },
      maxRedirects: 0,
    });
    expect(sent.status()).toBeGreaterThanOrEqual(300);
    await open(admin, script, bakery.path);
    await expect(admin.locator("main")).not.toContainText("This bakery is suspended");
  });
});
