import { expect, test, open, ready, unique } from "../support/test";
import { enter, signIn } from "../support/people";
import { address } from "../support/settings";

test("an admin signs in, lands on the overview and signs out again", async ({ page, script }) => {
  await signIn(page, script, address("admin"));
  await expect(page).toHaveURL(/\/app$/);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/app");
  await expect(page).toHaveURL(/\/login\?next=/);
});

test("after signing in one is where one wanted to go", async ({ page, script }) => {
  await page.goto("/app/admin/tenants?q=goiko");
  await expect(page).toHaveURL(/\/login\?next=/);
  await ready(page, script);
  await page.getByLabel("E-mail").fill(address("admin"));
  await page.getByLabel("Password", { exact: true }).fill("tahona-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/app\/admin\/tenants\?q=goiko$/);
});

test("a wrong password keeps the address and does not say which of the two was wrong", async ({ page, script }) => {
  const answers: string[] = [];
  for (const email of [address("admin"), `nobody-${unique()}@demo.test`]) {
    await enter(page, script, email, "not the password");
    const refusal = page.getByRole("alert").filter({ hasText: "do not match" });
    await expect(refusal).toBeVisible();
    await expect(page).toHaveURL(/\/login/);
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    answers.push(await page.locator("main").innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test("a strange way to come back is not followed", async ({ page, script }) => {
  await open(page, script, "/login?next=//example.com/");
  await page.getByLabel("E-mail").fill(address("admin"));
  await page.getByLabel("Password", { exact: true }).fill("tahona-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/app/);
});
