import { readFile } from 'node:fs/promises';

import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { ACTIVITY_KINDS } from '../../preload/contract/activity-kinds.ts';
import { LINES } from './log-world.ts';
import { goTo, isAccessible, test } from './site.ts';

const pane = (page: Page) => page.getByTestId('virtual-pane');

for (const [colorScheme, locale, width] of [
  ['light', 'en-US', 1280],
  ['dark', 'fr-FR', 900],
] as const) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale, viewport: { width, height: 800 } });

    test('both logs are accessible in all of their states', async ({ page }) => {
      for (const world of ['empty', 'failing', 'full']) {
        for (const hash of ['#/activity', '#/activity/egress']) {
          await goTo(page, world, hash);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(world === 'full' ? pane(page) : page.locator('main h2').first()).toBeVisible();
          await isAccessible(page);
        }
      }
    });
  });
}

test('a hundred thousand lines scroll with few of them in the page, and every kind has its sentence', async ({
  page,
}) => {
  await goTo(page, 'full', '#/activity');
  const table = pane(page).locator('table');
  await expect(table).toHaveAttribute('aria-rowcount', String(LINES + 1));
  const said: string[] = [];
  for (let top = 0; said.length < ACTIVITY_KINDS.length && top < 4_000; top += 300) {
    await pane(page).evaluate((element, to) => element.scrollTo(0, to), top);
    await expect(table.locator('[data-kind]').first()).toBeVisible();
    for (const line of await table.locator('[data-kind]').all()) {
      const kind = (await line.getAttribute('data-kind')) ?? '';
      const title = (await line.getAttribute('title')) ?? '';
      expect([kind, /[{}]|^[a-z_]+\.[a-z_]+$/.test(title), title.length > 5]).toEqual([kind, false, true]);
      if (!said.includes(kind)) said.push(kind);
    }
  }
  expect(said.toSorted()).toEqual([...ACTIVITY_KINDS].toSorted());
  expect(await table.locator('tbody tr').count()).toBeLessThan(80);
});

test('the end of what was read brings the next page', async ({ page }) => {
  await goTo(page, 'full', '#/activity/egress');
  const lowest = async () =>
    Math.max(
      ...(await pane(page)
        .locator('tbody tr[aria-rowindex]')
        .evaluateAll((rows) => rows.map((row) => Number(row.ariaRowIndex)))),
    );
  await expect(pane(page).locator('tbody tr[aria-rowindex]').first()).toBeVisible();
  for (let read = 500; read <= 1_500; read += 500) {
    await pane(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect.poll(lowest).toBeGreaterThan(read);
  }
});

test('a new line comes on top without what was read being read again, and the sum knows it', async ({ page }) => {
  await goTo(page, 'full', '#/activity/egress');
  const first = pane(page).locator('tbody tr[aria-rowindex="2"]');
  await expect(first).toContainText('graph.facebook.com');
  const before = await first.textContent();
  await page.evaluate(() => window.dispatchEvent(new Event('line-added')));
  await expect(page.getByTestId('egress-sum')).toContainText('100,001 requests');
  await expect.poll(() => first.textContent()).not.toBe(before);
  await expect(pane(page).locator('tbody tr[aria-rowindex="3"]')).toHaveText(before ?? '');
});

test('filters say so when nothing matches, and a job is in the address', async ({ page }) => {
  await goTo(page, 'full', '#/activity');
  await page.getByTestId('activity-job').selectOption('2');
  await expect(page).toHaveURL(/#\/activity\?job=2$/);
  await expect(page.locator('main h2')).toHaveText('Nothing matches this filter');
  await page.getByTestId('activity-clear').click();
  await expect(pane(page)).toBeVisible();
  await page.getByTestId('activity-tab-egress').click();
  await page.getByTestId('egress-search').fill('nowhere');
  await expect(page.locator('main h2')).toHaveText('Nothing matches this filter');
});

test('the export is one file of all its parts', async ({ page }) => {
  await goTo(page, 'full', '#/activity/egress');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('activity-export').click()]);
  expect(download.suggestedFilename()).toBe('muster-egress.csv');
  expect(await readFile(await download.path(), 'utf8')).toBe('time,host\r\n1,a\r\n2,b\r\n');
});
