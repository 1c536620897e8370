import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./test";

/** No serious or critical finding of axe on the page as it is. */
export const accessible = async (page: Page, what: string): Promise<void> => {
  // Half-faded colours are no colours.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished.catch(() => undefined))));
  // What passes is not asked for: on a long page its list is most of the work.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("\n  ")}`);
  expect(told, what).toEqual([]);
};

/** Nothing sticks out to the side. */
export const fits = async (page: Page, what: string): Promise<void> => {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = document.documentElement.scrollWidth - width;
    if (scrolls <= 0) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .slice(-3)
      .map((element) => `${element.tagName}.${element.className} by ${scrolls}`);
  });
  expect(wide, what).toEqual([]);
};
