import type { LaunchOptions } from "@playwright/test";

const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the address of a running demo is needed`);
  return value.replace(/\/$/, "");
};

/** Where the console is. */
export const BASE_URL = needed("BASE_URL");

/** Where the emulated Meta is. */
export const SANDBOX_URL = needed("SANDBOX_URL");

/** The browser of this machine; Playwright's own is not downloaded. */
export const CHROMIUM: LaunchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** What a project says about itself. */
export type Options = {
  /** Whether the browser runs scripts. */
  script: boolean;
};

/** The people of the demo. */
export const PASSWORD = "tahona-demo";
export type Role = "admin" | "support" | "owner";
export const address = (role: Role): string => `${role}@demo.test`;

/** File with the signed-in browser state of somebody of the demo. */
export const signedIn = (role: Role): string => `test-results/.signed-in/${role}.json`;
