import { defineConfig } from "@playwright/test";
import { BASE_URL, CHROMIUM, type Options } from "./support/settings";

/** Pictures of every page: `npm run shots`, into `SHOTS` and, for the README, `SHOTS_README`. */
export default defineConfig<Options>({
  testDir: ".",
  testMatch: "shots.ts",
  outputDir: "test-results",
  workers: 1,
  reporter: "list",
  timeout: 300_000,
  use: { baseURL: BASE_URL, timezoneId: "Europe/Madrid", launchOptions: CHROMIUM, reducedMotion: "reduce", script: true },
});
