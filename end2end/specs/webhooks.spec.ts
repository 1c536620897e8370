import { expect, open, ready, test, unique } from "../support/test";
import { toasts } from "../support/bakeries";
import { deliver } from "../support/sandbox";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const PAGE = "/app/admin/whatsapp/webhooks";

test("what cannot be read is shown as it came and can be tried again", async ({ page, script, request }) => {
  const word = unique();
  expect(await deliver(request, `{"broken":"${word}`)).toBe(200);
  await expect(async () => {
    await open(page, script, `${PAGE}?state=dead`);
    await page.getByRole("region", { name: "Events" }).locator("tbody th a").first().click();
    await expect(page.locator("aside.pane pre")).toContainText(word, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await ready(page, script);
  await page.locator("aside.pane").getByRole("button", { name: "Try again" }).click();
  await expect(toasts(page)).toContainText("still has no effect");
  await page.getByRole("button", { name: "Try all of these again" }).click();
  if (script) await page.locator("dialog [value=yes]").click();
  await expect(toasts(page)).toContainText("were tried again");
});

test("a field that nobody knows yet is kept and found by its name", async ({ page, script, request }) => {
  const field = `novelty_${unique()}`.toLowerCase();
  const body = { object: "whatsapp_business_account", entry: [{ id: "987654321098765", changes: [{ field, value: { event: "NEW" } }] }] };
  expect(await deliver(request, JSON.stringify(body))).toBe(200);
  await expect(async () => {
    await open(page, script, `${PAGE}?field=${field}`);
    await expect(page.getByRole("region", { name: "Events" }).locator("tbody")).toContainText("Unknown", { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await page.getByRole("region", { name: "Events" }).locator("tbody th a").first().click();
  await expect(page.locator("aside.pane pre")).toContainText('"NEW"');
});

test("a forged delivery is refused", async ({ request }) => {
  expect(await deliver(request, '{"object":"whatsapp_business_account","entry":[]}', "not the secret")).toBe(401);
});
