import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, open, ready } from "./test";
import { PASSWORD } from "./settings";

/** Fills in the sign-in page and sends it. */
export const enter = async (page: Page, script: boolean, email: string, password = PASSWORD): Promise<void> => {
  await open(page, script, "/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
};

/** Signs in and waits for the first page. */
export const signIn = async (page: Page, script: boolean, email: string, password = PASSWORD): Promise<void> => {
  await enter(page, script, email, password);
  await page.waitForURL(/\/app/);
  await ready(page, script);
};

/** Follows an invitation: name, password, in. */
export const accept = async (page: Page, script: boolean, link: string, name: string, password: string): Promise<void> => {
  await open(page, script, link);
  const asked = page.getByLabel("Your name");
  if (await asked.isVisible()) await asked.fill(name);
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("The same again").fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expect(page).not.toHaveURL(/\/(login|link)/);
  await ready(page, script);
};

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits that an authenticator app shows (RFC 6238: SHA-1, 30 s). */
export const code = (secret: string, at = Date.now()): string => {
  const bits = [...secret.replace(/[\s=]/g, "").toUpperCase()]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const offset = hash[hash.length - 1]! & 0xf;
  return ((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
};
