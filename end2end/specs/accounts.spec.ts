import { expect, test, open, unique } from "../support/test";
import { connect, toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

test.describe("connecting an account", () => {
  const wrong = [
    { what: "a token that Meta does not know", token: () => `EAA${unique()}`, says: /token/i },
    { what: "an expired token", token: () => "EAAEXPIRED", says: /expired/i },
    { what: "a token without the permissions", token: () => "EAAUNDERSCOPED", says: /whatsapp_business_management/ },
    { what: "a token of another account", token: () => "EAAOTHER", says: /does not know|may not|may see/i },
  ];
  for (const { what, token, says } of wrong) {
    test(`is refused in plain words with ${what}`, async ({ page, script, sandbox }) => {
      const account = await sandbox.account();
      await open(page, script, "/app/admin/whatsapp/wabas");
      await page.getByLabel("WhatsApp Business Account ID").fill(account.id);
      await page.getByLabel("Access token").fill(token());
      await page.getByRole("button", { name: "Check and connect" }).click();
      await expect(page.locator("main")).toContainText("Nothing was saved");
      await expect(page.locator("main")).toContainText(says);
      await expect(page.getByLabel("WhatsApp Business Account ID")).toHaveValue(account.id);
      await expect(page.getByLabel("Access token")).toHaveValue("");
      await expect(page.getByRole("rowheader").filter({ hasText: account.name })).toHaveCount(0);
    });
  }

  test("says what is wrong with an id that is not one", async ({ page, script }) => {
    await open(page, script, "/app/admin/whatsapp/wabas");
    await page.getByLabel("WhatsApp Business Account ID").fill("my account");
    await page.getByLabel("Access token").fill("EAADEMO");
    await page.getByRole("button", { name: "Check and connect" }).click();
    await expect(page.locator(".error-text").first()).toContainText("This is not an id");
    await expect(page.getByLabel("WhatsApp Business Account ID")).toHaveValue("my account");
  });

  test("brings its numbers, and a later sync brings new ones", async ({ page, script, sandbox }) => {
    const account = await sandbox.account(`Obrador ${unique()}`);
    await connect(page, script, account.id, account.token);
    const first = account.numbers[0]!;
    await open(page, script, `/app/admin/whatsapp/numbers?q=${encodeURIComponent(first.name)}`);
    await expect(page.getByRole("rowheader", { name: first.display })).toBeVisible();

    const later = await sandbox.number(account.id, `Horno ${unique()}`);
    await page.getByRole("button", { name: "Sync now" }).click();
    await expect(toasts(page)).toContainText("read from Meta");
    await open(page, script, `/app/admin/whatsapp/numbers?q=${encodeURIComponent(later.name)}`);
    await expect(page.getByRole("rowheader", { name: later.display })).toBeVisible();
  });
});

test("the account's page shows evidence, and its events are brought here", async ({ page, script, sandbox }) => {
  const account = await sandbox.account(`Obrador ${unique()}`);
  await connect(page, script, account.id, account.token);
  await open(page, script, "/app/admin/whatsapp/wabas");
  await page.getByRole("rowheader").getByRole("link", { name: account.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(account.name);
  await expect(page.locator("main")).toContainText("Our app is not subscribed");
  await page.getByRole("button", { name: "Send events here" }).click();
  await expect(toasts(page)).toContainText("arrive here now");
  await expect(page.locator("main")).not.toContainText("Our app is not subscribed");
});

test("a new token is proven before it replaces the old one", async ({ page, script, sandbox }) => {
  const account = await sandbox.account(`Obrador ${unique()}`);
  await connect(page, script, account.id, account.token);
  await open(page, script, "/app/admin/whatsapp/wabas");
  await page.getByRole("rowheader").getByRole("link", { name: account.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(account.name);

  await page.getByText("Replace the token", { exact: true }).click();
  await page.getByLabel("New access token").fill("EAAOTHER");
  await page.getByRole("button", { name: "Try it and replace" }).click();
  await expect(page.locator("main")).toContainText("The old token stays in force");

  const fresh = `EAA${unique()}`;
  if (!(await page.getByLabel("New access token").isVisible())) await page.getByText("Replace the token", { exact: true }).click();
  await sandbox.token(fresh, account.id);
  await page.getByLabel("New access token").fill(fresh);
  await page.getByRole("button", { name: "Try it and replace" }).click();
  await expect(page.locator("body")).toContainText("The new token is in force");
});
