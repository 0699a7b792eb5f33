import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test as base } from '@playwright/test';

import { servePreview } from './preview-site.ts';

/** Playwright's `test` with the page over the fake engine as its site: built once, for all specs that follow each other in a worker. */
export const test = base.extend<object, { readonly site: { readonly url: string } }>({
  site: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads off the pattern what a fixture needs
    async ({}, provide) => {
      const site = await servePreview();
      await provide(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, provide) => provide(site.url),
});

/** Opens `hash` (`#/jobs/1`) of a world in a new document: the same path with another hash would not load again. */
export async function goTo(page: Page, world: string, hash: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`?world=${world}${hash}`);
}

/** Axe finds nothing, and nothing stands out at the side. `rules`: only these, where the others have been looked at in another theme. */
export async function isAccessible(page: Page, rules: readonly string[] = []): Promise<void> {
  // What moves in is half transparent meanwhile; what turns never ends.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  });
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}
