import type { Page } from "@playwright/test";
import { expect, open, ready, test } from "../support/test";
import { toasts } from "../support/bakeries";
import { signedIn } from "../support/settings";
import type { Customer } from "../support/sandbox";

test.use({ storageState: signedIn("admin") });

const LOG = "/app/admin/whatsapp/messages";

/** Opens a page again and again until it shows something: messages take a moment. */
const until = async (page: Page, script: boolean, path: string, shown: string | RegExp): Promise<void> => {
  await expect(async () => {
    await open(page, script, path);
    await expect(page.locator("main")).toContainText(shown, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
};

/** The customer's newest message in the log, open at the side. */
const openNewest = async (page: Page, script: boolean, log: string, customer: Customer, shown: string | RegExp): Promise<void> => {
  await until(page, script, `${log}?q=${encodeURIComponent(customer.name)}`, shown);
  await page.locator("tbody th a").first().click();
  await ready(page, script);
  await expect(page.locator("aside.pane")).toBeVisible();
};

/** Answers in the conversation that is open. */
const reply = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel("Reply as Panadería San Juan").fill(text);
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(toasts(page)).toContainText("The reply is on its way");
};

test("a customer writes, is found in the log, answered, and the answer arrives", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "¿Tenéis pan de centeno?");
  await openNewest(page, script, LOG, customer, "¿Tenéis pan de centeno?");
  await page.getByRole("link", { name: "Open conversation" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(customer.name);
  await expect(page.locator(".window")).toContainText("Free answers until");
  await ready(page, script);
  await reply(page, "Sí, recién hecho.");
  await until(page, script, new URL(page.url()).pathname, /Sí, recién hecho\.[\s\S]*(Delivered|Read)/);
});

test("who waits is found among the conversations, and waits no longer once answered", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "¿Tenéis roscón?");
  const waiting = `/app/admin/whatsapp/conversations?show=waiting&q=${encodeURIComponent(customer.name)}`;
  await until(page, script, waiting, "¿Tenéis roscón?");
  await expect(page.locator(".conv")).toContainText("Waits for an answer");
  await expect(page.locator(".conv")).toContainText(/23 h \d\d min/);
  await page.locator(".conv").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(customer.name);
  await expect(page.locator("main")).toContainText("Nobody has answered this yet");
  await ready(page, script);
  await reply(page, "Sí, de tres tamaños.");
  await until(page, script, waiting, "Nothing matches these filters");
  await sandbox.write(customer, "Gracias");
  await until(page, script, waiting, "Gracias");
  await page.locator(".conv").click();
  await ready(page, script);
  await page.getByRole("button", { name: "Nothing to answer" }).click();
  await expect(toasts(page)).toContainText("no longer counts as waiting");
  await expect(page.getByText("Nobody has answered this yet")).toHaveCount(0);
});

test("an owner answers on a phone, in their own words", async ({ page, script, sandbox, another }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "¿A qué hora cerráis?");
  const phone = await another("owner", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await openNewest(phone, script, "/app/settings/whatsapp/messages", customer, "¿A qué hora cerráis?");
  await phone.getByRole("link", { name: "Open conversation" }).click();
  await ready(phone, script);
  await reply(phone, "A las 20:30.");
  await until(page, script, `${LOG}?q=${encodeURIComponent(customer.name)}`, "A las 20:30.");
});

test("a message that nobody knows the outcome of is settled by a person", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "Hola");
  await openNewest(page, script, LOG, customer, "Hola");
  await page.getByRole("link", { name: "Open conversation" }).click();
  await ready(page, script);
  await sandbox.silence();
  await reply(page, "Buenos días.");
  await openNewest(page, script, LOG, customer, "Unknown");
  const pane = page.locator("aside.pane");
  await expect(pane).toContainText("Nobody knows yet whether it arrived");
  await expect(pane.getByRole("button", { name: "Send it again" })).toBeVisible();
  await pane.getByRole("button", { name: "It did not arrive" }).click();
  await expect(toasts(page)).toContainText("counts as not delivered");
  await expect(page.locator("aside.pane")).toContainText("Failed");
  await expect(page.locator("aside.pane").getByRole("button", { name: "Send it again" })).toBeVisible();
});

test("who says stop is not written to, and the page says why", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "BAJA");
  await until(page, script, `/app/admin/whatsapp/contacts?q=${encodeURIComponent(customer.name)}`, customer.name);
  await page.locator("tbody th a").first().click();
  await expect(page.locator("main")).toContainText("written by the customer");
  await expect(page.locator("main")).toContainText("BAJA");
  const tenant = await page.locator("main form input[name=tenant]").first().getAttribute("value");
  await open(page, script, `/app/admin/whatsapp/checks/${tenant}?template=nudge_reply:es&to=%2B${customer.phone}`);
  await expect(page.locator(".gates .is-blocker")).toContainText("The person asked for no more messages");
});

test("what a customer agreed to is recorded with its proof", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "Hola");
  await until(page, script, `/app/admin/whatsapp/contacts?q=${encodeURIComponent(customer.name)}`, customer.name);
  await page.locator("tbody th a").first().click();
  await ready(page, script);
  await page.getByRole("button", { name: "Record it" }).click();
  await expect(page.locator("[data-error-summary]")).toContainText("Proof");
  await ready(page, script);
  await page.getByLabel("What for").selectOption("Offers");
  await page.getByLabel("Proof").fill("“Yes, tell me”, at the till, to Maite");
  await page.getByRole("button", { name: "Record it" }).click();
  await expect(toasts(page)).toContainText("Recorded");
  await expect(page.locator("main")).toContainText("at the till, to Maite");
});

test("support sees masks, and a number only for a reason that is kept", async ({ page, script, sandbox, another }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "¿Me llamáis?");
  const support = await another("support");
  await openNewest(support, script, "/app/support/messages", customer, "¿Me llamáis?");
  await expect(support.locator("main")).not.toContainText(customer.shown);
  const reason = `Call ${customer.name}`;
  await support.getByLabel("Reason to see the number").fill(reason);
  await support.getByRole("button", { name: "Show for 15 minutes" }).click();
  await expect(support.locator("main")).toContainText(customer.shown);
  await open(page, script, "/app/support/reveals");
  await expect(page.locator("main")).toContainText(reason);
  await expect(page.locator("main")).not.toContainText(customer.shown);
});

test("the messages of a filter travel as a file, safe for spreadsheets", async ({ page, script, sandbox }) => {
  const customer = sandbox.customer();
  await sandbox.write(customer, "=1+1");
  await until(page, script, `${LOG}?q=${encodeURIComponent(customer.name)}`, "=1+1");
  const link = page.locator('a[href*="export.csv"]');
  const file = await page.context().request.get((await link.getAttribute("href"))!);
  expect(file.status()).toBe(200);
  const text = await file.text();
  expect(text).toContain("'=1+1");
  expect(text.trim().split("\n")).toHaveLength(2);
});
