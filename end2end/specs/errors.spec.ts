import { expect, test, open } from "../support/test";
import { signedIn } from "../support/settings";

test.use({ expectTrouble: /\b40[34]\b/ });

test.describe("signed in", () => {
  test.use({ storageState: signedIn("admin") });

  test("a page that does not exist says so, with the request's number", async ({ page, script }) => {
    const answer = await page.goto("/app/there-is-no-such-page");
    expect(answer!.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("This page does not exist");
    await expect(page.locator("main")).toContainText(/Request/);
    await open(page, script, "/app/admin/tenants/0192a7c0-0000-7000-8000-000000000001", 404);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("This page does not exist");
  });
});

test.describe("as support", () => {
  test.use({ storageState: signedIn("support") });

  test("a page for admins is refused in words", async ({ page }) => {
    const answer = await page.goto("/app/admin/team");
    expect(answer!.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Your role cannot do this");
  });
});

test("nobody is told which pages exist before signing in", async ({ page }) => {
  for (const path of ["/app", "/app/admin/team", "/app/settings/whatsapp"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/login/);
  }
});
