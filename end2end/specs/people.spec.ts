import type { Page } from "@playwright/test";
import { expect, test, open, unique, ready } from "../support/test";
import { addBakery, inviteOwner, shownLink } from "../support/bakeries";
import { accept, code, enter, signIn } from "../support/people";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const PASSWORD = "pan recién hecho";

const inviteStaff = async (page: Page, script: boolean, email: string, role: string): Promise<string> => {
  await open(page, script, "/app/admin/team");
  const summary = page.locator("details > summary").filter({ hasText: "Invite a person" });
  if (await summary.count()) {
    const closed = page.locator("details:not([open]) > summary").filter({ hasText: "Invite a person" });
    if (await closed.count()) await closed.click();
  }
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Make the link" }) });
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Name").fill("Lorea Etxaniz");
  const select = form.getByRole("combobox", { name: "Role" });
  if (await select.count()) await select.selectOption({ label: role });
  else await form.getByRole("radio", { name: role }).check();
  await form.getByRole("button", { name: "Make the link" }).click();
  return shownLink(page);
};

test("an invitation works once, for a password of the person's own", async ({ page, script, another, troubles }) => {
  const bakery = await addBakery(page, script);
  const email = `owner-${unique()}@obrador.example`;
  const link = await inviteOwner(page, script, bakery, email);

  const owner = await another();
  await open(owner, script, link);
  await expect(owner.locator("main")).toContainText(bakery.name);
  await owner.getByLabel("New password").fill("short");
  await owner.getByLabel("The same again").fill("short");
  await owner.getByRole("button", { name: "Save and sign in" }).click();
  await expect(owner.locator(".error-text").first()).toContainText("At least 10 characters");
  await accept(owner, script, link, "Miren Aguirre", PASSWORD);
  await expect(owner).toHaveURL(/\/app\/settings\/whatsapp/);

  const late = await another();
  await late.goto(link);
  await expect(late.locator("main")).toContainText("This link no longer works");
  expect(troubles.filter((trouble) => trouble.includes("410"))).not.toEqual([]);
  troubles.length = 0;

  const again = await another();
  await signIn(again, script, email, PASSWORD);
  await expect(again).toHaveURL(/\/app\/settings\/whatsapp/);
});

test("a second step is set up, and needed from then on", async ({ page, script, another }) => {
  const email = `staff-${unique()}@tahona.example`;
  const link = await inviteStaff(page, script, email, "Support");
  const staff = await another();
  await accept(staff, script, link, "Lorea Etxaniz", PASSWORD);
  await open(staff, script, "/app/account");
  await staff.getByRole("link", { name: "Set it up" }).click();
  await expect(staff).toHaveURL(/\/app\/account\/second-factor/);

  const secret = await staff.locator("#secret").innerText();
  await staff.getByLabel("Code").fill("000000");
  await staff.getByRole("button", { name: "Turn it on" }).click();
  await expect(staff.locator(".error-text").first()).toBeVisible();
  expect(await staff.locator("#secret").innerText()).toBe(secret);
  await staff.getByLabel("Code").fill(code(secret));
  await staff.getByRole("button", { name: "Turn it on" }).click();
  await expect(staff.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const recovery = await staff.locator("#codes li").allInnerTexts();
  expect(recovery.length).toBeGreaterThanOrEqual(8);
  await staff.getByRole("link", { name: "I have kept them" }).click();
  await expect(staff).not.toHaveURL(/second-factor/);

  const next = await another();
  await enter(next, script, email, PASSWORD);
  await expect(next).toHaveURL(/\/login\/code/);
  await ready(next, script);
  await next.getByLabel("Code").fill("000000");
  await next.getByRole("button", { name: "Continue" }).click();
  await expect(next.locator(".error-text, [role=alert]").first()).toContainText("wrong or used up");
  // The code of this half minute is used up, so the next one, which counts already.
  await next.getByLabel("Code").fill(code(secret, Date.now() + 30_000));
  await next.getByRole("button", { name: "Continue" }).click();
  await expect(next).toHaveURL(/\/app/);

  const lost = await another();
  await enter(lost, script, email, PASSWORD);
  await expect(lost).toHaveURL(/\/login\/code/);
  await ready(lost, script);
  await lost.getByLabel("Code").fill(recovery[0]!);
  await lost.getByRole("button", { name: "Continue" }).click();
  await expect(lost).toHaveURL(/\/app/);
});

test("a new password ends the sessions in other browsers", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  const email = `owner-${unique()}@obrador.example`;
  const link = await inviteOwner(page, script, bakery, email);
  const here = await another();
  await accept(here, script, link, "Jon Goñi", PASSWORD);
  const there = await another();
  await signIn(there, script, email, PASSWORD);

  await open(here, script, "/app/account");
  await here.getByLabel("Current password").fill("not this one");
  await here.getByLabel("New password").fill("otra frase corta");
  await here.getByLabel("The same again").fill("otra frase corta");
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.locator(".error-text").first()).toBeVisible();

  await here.getByLabel("Current password").fill(PASSWORD);
  await here.getByLabel("New password").fill("otra frase corta");
  await here.getByLabel("The same again").fill("otra frase corta");
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.locator("#toasts")).toContainText("Password changed");

  await there.goto("/app/account");
  await expect(there).toHaveURL(/\/login/);
  await here.goto("/app/account");
  await expect(here).toHaveURL(/\/app\/account/);
  const again = await another();
  await signIn(again, script, email, "otra frase corta");
});

test("one's sessions are listed and can be ended", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  const email = `owner-${unique()}@obrador.example`;
  const link = await inviteOwner(page, script, bakery, email);
  const here = await another();
  await accept(here, script, link, "Jon Goñi", PASSWORD);
  const there = await another();
  await signIn(there, script, email, PASSWORD);
  await open(here, script, "/app/account");
  await expect(here.locator("main")).toContainText("This browser");
  await here.getByRole("button", { name: "Sign out there" }).first().click();
  await expect(here.locator("#toasts")).toContainText("Signed out there");
  await there.goto("/app/account");
  await expect(there).toHaveURL(/\/login/);
});
