import { test as base, expect, type BrowserContext, type Browser, type Page, type BrowserContextOptions } from "@playwright/test";
import { type Options, type Role, signedIn } from "./settings";
import { Sandbox } from "./sandbox";

/** Trouble in the browser that a test expects, for instance "404". */
type Expected = { expectTrouble: RegExp };

type Fixtures = Options &
  Expected & {
    quiet: void;
    sandbox: Sandbox;
    /** A second browser, signed in as somebody of the demo, or as nobody. */
    another: (who?: Role, options?: BrowserContextOptions) => Promise<Page>;
  };

/** Told by a browser without scripts about the library that it was asked to load ahead and may not use. */
const UNUSED = /^request: GET \S+\/assets\/app\.\w+\.js csp$|^console: The resource \S+ was preloaded using link preload but not used/;

/** Collects everything that a browser complains about. */
const listen = (context: BrowserContext, troubles: string[]): void => {
  context.on("console", (message) => {
    // Violations of the Content-Security-Policy arrive here too.
    if (message.type() === "error" || message.type() === "warning") {
      troubles.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => troubles.push(`page: ${error.error().stack ?? error.error().message}`));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Leaving a page ends what it was still asking for.
    if (why !== "net::ERR_ABORTED") troubles.push(`request: ${request.method()} ${request.url()} ${why}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`answer: ${response.status()} ${response.url()}`);
  });
};

/** `test`, failing whenever a browser complains about something. */
export const test = base.extend<Fixtures & { troubles: string[] }>({
  script: [true, { option: true }],
  expectTrouble: [/^$/, { option: true }],
  troubles: async ({}, use) => use([]),
  quiet: [
    async ({ context, troubles, expectTrouble, script }, use) => {
      listen(context, troubles);
      await use();
      const unexpected = troubles.filter((trouble) => !expectTrouble.test(trouble) && (script || !UNUSED.test(trouble)));
      expect(unexpected, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],
  sandbox: async ({ request }, use) => use(new Sandbox(request)),
  another: async ({ browser, troubles, script, contextOptions, baseURL, locale, timezoneId, viewport }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (who, options) => {
      const context = await another(browser, {
        ...contextOptions,
        baseURL,
        locale,
        timezoneId,
        viewport,
        javaScriptEnabled: script,
        storageState: who ? signedIn(who) : { cookies: [], origins: [] },
        ...options,
      });
      opened.push(context);
      listen(context, troubles);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

const another = (browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> => browser.newContext(options);

export { expect };

/** Waits until the islands live; without scripts there is nothing to wait for. */
export const ready = async (page: Page, script: boolean): Promise<void> => {
  if (script) await expect(page.locator("html[data-islands=ready]")).toBeAttached();
};

/** Opens a page and waits until it can be used. */
export const open = async (page: Page, script: boolean, path: string, status = 200): Promise<void> => {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(status);
  await ready(page, script);
};

let counter = 0;
/** A word that nothing else in the demo has. */
export const unique = (): string => `${Date.now().toString(36)}${(counter++).toString(36)}${Math.random().toString(36).slice(2, 5)}`;

/** Digits that no other identifier has, as many as asked for. */
export const digits = (length: number): string => {
  const now = `${Date.now()}${(counter++).toString().padStart(3, "0")}`;
  return now.slice(-length).padStart(length, "7");
};
