import { defineConfig, type PlaywrightTestOptions, type Project } from "@playwright/test";
import { CHROMIUM, BASE_URL, type Options } from "./support/settings";

/** The same journeys without JavaScript; `*.hydrate.spec.ts` need it. */
const withoutScript = (project: Project<Options & PlaywrightTestOptions>): Project<Options & PlaywrightTestOptions> => ({
  ...project,
  name: "no-js",
  testIgnore: /\.hydrate\.spec\.ts$/,
  use: { ...project.use, javaScriptEnabled: false, script: false },
});

// How a page looks does not depend on the database: examined on one of them.
const LOOKS = /accessibility\.hydrate\.spec\.ts$/;
const onPostgres = process.env.TAHONA_DB === "postgres";

const js: Project<Options & PlaywrightTestOptions> = {
  name: "js",
  testMatch: /\.spec\.ts$/,
  testIgnore: onPostgres ? LOOKS : [],
  dependencies: ["sign-in"],
  use: { script: true },
};

export default defineConfig<Options>({
  testDir: "specs",
  outputDir: "test-results",
  // One demo serves all tests, and some of them look at all of its data.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // For hangs: a slow machine is no failure.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    baseURL: BASE_URL,
    locale: "en-GB",
    timezoneId: "Europe/Madrid",
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    // Recording every test doubles its time: TRACE=1 to look into a failure.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: CHROMIUM,
  },
  projects: [{ name: "sign-in", testMatch: /\.setup\.ts$/, use: { script: true } }, js, withoutScript(js)],
});
