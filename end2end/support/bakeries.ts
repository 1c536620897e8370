import type { Page } from "@playwright/test";
import { expect, open, unique } from "./test";

export type Bakery = { name: string; path: string; id: string };

/** Adds a bakery with the form; the page shown afterwards is the bakery's. */
export const addBakery = async (page: Page, script: boolean, name = `Obrador ${unique()}`): Promise<Bakery> => {
  await open(page, script, "/app/admin/tenants/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add bakery" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  const path = new URL(page.url()).pathname;
  return { name, path, id: path.split("/").pop()! };
};

/** Invites an owner on the bakery's page and returns the link. */
export const inviteOwner = async (page: Page, script: boolean, bakery: Bakery, email: string): Promise<string> => {
  await open(page, script, bakery.path);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name", { exact: true }).fill("Somebody");
  await page.getByRole("button", { name: "Make the link" }).click();
  return shownLink(page);
};

/** The link that a page shows once. */
export const shownLink = async (page: Page): Promise<string> => {
  const link = page.locator("main [data-once] .linkbox, main .linkbox").first();
  await expect(link).toBeVisible();
  const text = (await link.innerText()).match(/https?:\/\/\S+|\/\S{20,}/);
  expect(text, "a link is shown").not.toBeNull();
  return text![0];
};

/** Connects an account and waits until it is read. */
export const connect = async (page: Page, script: boolean, id: string, token: string): Promise<void> => {
  await open(page, script, "/app/admin/whatsapp/wabas");
  await page.getByLabel("WhatsApp Business Account ID").fill(id);
  await page.getByLabel("Access token").fill(token);
  await page.getByRole("button", { name: "Check and connect" }).click();
  await expect(toasts(page)).toContainText("is connected and read");
};

/** What was just done, in words. */
export const toasts = (page: Page) => page.locator("#toasts");
