import { defineConfig, type PlaywrightTestOptions, type Project } from "@playwright/test";
import { CHROMIUM, BASE_URL, type Options } from "./support/settings";

/** The same journeys without JavaScript; `*.hydrate.spec.ts` need it. */
const withoutScript = (project: Project<Options & PlaywrightTestOptions>): Project<Options & PlaywrightTestOptions> => ({
  ...project,
  name: "no-js",
  testIgnore: /\.hydrate\.spec\.ts$/,
  use: { ...project.use, javaScriptEnabled: false, script: false },
});

const js: Project<Options & PlaywrightTestOptions> = {
  name: "js",
  testMatch: /\.spec\.ts$/,
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
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never" }]],
  use: {
    baseURL: BASE_URL,
    locale: "en-GB",
    timezoneId: "Europe/Madrid",
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: CHROMIUM,
  },
  projects: [{ name: "sign-in", testMatch: /\.setup\.ts$/, use: { script: true } }, js, withoutScript(js)],
});
