import { expect, test, open, unique, ready } from "../support/test";
import { addBakery, inviteOwner } from "../support/bakeries";
import { accept } from "../support/people";
import { signedIn } from "../support/settings";

test.use({ storageState: signedIn("admin") });

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test("an invited owner flips the switch on a phone and the admin sees it", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  const email = `owner-${unique()}@obrador.example`;
  const link = await inviteOwner(page, script, bakery, email);

  const phone = await another(undefined, PHONE);
  await accept(phone, script, link, "Miren Aguirre", "una frase corta");
  await expect(phone).toHaveURL(/\/app\/settings\/whatsapp/);
  const knob = phone.getByRole("switch", { name: "WhatsApp messages" });
  await expect(knob).toHaveAttribute("aria-checked", "false");

  await open(page, script, bakery.path);
  await expect(page.locator("main")).toContainText("WhatsApp is off");

  await knob.click();
  await expect(knob).toHaveAttribute("aria-checked", "true");
  await expect(phone.locator("#toasts")).toContainText("Messages on");

  // With the browser library the page changes by itself.
  if (!script) await page.reload();
  await expect(page.locator("main")).toContainText("WhatsApp is on");
  await expect(page.locator("main")).toContainText("Miren Aguirre");
});

test("an owner sees their own bakery and nothing of anybody else's", async ({ page, script, another, troubles }) => {
  const [mine, theirs] = [await addBakery(page, script), await addBakery(page, script)];
  const link = await inviteOwner(page, script, mine, `owner-${unique()}@obrador.example`);
  const owner = await another();
  await accept(owner, script, link, "Iker Ruiz", "una frase corta");
  await expect(owner.locator("body")).toContainText(mine.name);

  for (const path of [theirs.path, "/app/admin/whatsapp", "/app/admin/audit", `/app/settings/whatsapp?bakery=${theirs.id}`]) {
    const answer = await owner.goto(path);
    expect([403, 404], path).toContain(answer!.status());
    await expect(owner.locator("body")).not.toContainText(theirs.name);
  }
  // These refusals are what the test is about.
  troubles.length = 0;
});

test("the switch works with the keyboard alone", async ({ page, script, another }) => {
  const bakery = await addBakery(page, script);
  const link = await inviteOwner(page, script, bakery, `owner-${unique()}@obrador.example`);
  const owner = await another();
  await accept(owner, script, link, "Ane Otxoa", "una frase corta");
  const knob = owner.getByRole("switch", { name: "WhatsApp messages" });
  await knob.focus();
  await owner.keyboard.press("Space");
  await expect(knob).toHaveAttribute("aria-checked", "true");
  await ready(owner, script);
  if (script) await expect(knob).toBeFocused();
});
