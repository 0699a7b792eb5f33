import { readFileSync } from 'node:fs';

import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { goTo, isAccessible, test } from './site.ts';

async function open(page: Page, hash: string, world = 'full'): Promise<void> {
  await goTo(page, world, hash);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

const trade = '[data-account="act_2299110044"]';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`terms and troubleshooting are accessible in every state, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(colorScheme === 'light' ? { width: 900, height: 700 } : { width: 1280, height: 900 });
    for (const hash of ['#/terms', '#/troubleshooting'])
      for (const world of ['empty', 'failing', 'slow']) {
        await open(page, hash, world);
        await isAccessible(page);
      }
    await open(page, '#/terms');
    await page.getByTestId('terms-help-act_2299110044').click();
    await expect(page.locator(trade)).toContainText('same Facebook profile');
    await isAccessible(page);
    await open(page, '#/troubleshooting');
    await page.getByTestId('doctor-run').click();
    await expect(page.getByTestId('doctor-summary')).toBeVisible();
    await page.getByTestId('topic-terms').click();
    await page.getByTestId('topic-computer').click();
    await isAccessible(page);
  });
}

test('terms: who signs, for whom and where; the line turns green by itself and says that what was held goes on', async ({
  page,
}) => {
  await open(page, '#/terms');
  const row = page.locator(trade);
  await expect(row).toContainText('Marta Lindqvist must sign, with the same Facebook profile that connected');
  await expect(row).toContainText('sign for Pinegate Holdings');
  await expect(row.getByRole('link', { name: 'Open the terms page' })).toHaveAttribute('href', /act=2299110044$/);
  await expect(row.locator('[data-kind="value_based"]')).toContainText('Nothing here waits for them');
  await page.evaluate(() => window.dispatchEvent(new Event('terms-accepted')));
  await expect(row).toContainText('What was held for them goes on by itself');
  await expect(page.getByText('Everything that is needed is accepted.')).toBeVisible();
});

test('a login without ad accounts, and a token that Meta does not take, are said in place of the terms', async ({
  page,
}) => {
  await open(page, '#/terms');
  await expect(page.locator('[data-connection="2"]')).toContainText('reaches no ad account');
  await expect(page.locator('[data-connection="3"]')).toContainText('Error validating access token');
});

test('accepting by a call is asked about first, and Meta’s answer is shown as it is', async ({ page }) => {
  await open(page, '#/terms');
  await page.getByTestId('terms-help-act_2299110044').click();
  await page.getByTestId('terms-try').click();
  await expect(page.getByRole('dialog')).toContainText('Sign in the name of Marta Lindqvist?');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.locator(trade)).toContainText(
    'custom_audience_tos · Not accepted · 403 · 200/1870090 · Only on the page',
  );
});

test('troubleshooting: nothing is green before a look; a look finds, explains and can be repeated, by keyboard alone', async ({
  page,
}) => {
  await open(page, '#/troubleshooting');
  await expect(page.locator('[data-topic]')).toHaveCount(12);
  await expect(page.locator('[data-topic][data-state="none"]')).toHaveCount(12);
  await page.getByTestId('doctor-run').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('doctor-summary')).toContainText('2 troubles found');
  await expect(page.locator('[data-topic="low_size"]')).toHaveAttribute('data-state', 'unknown');
  await page.getByTestId('topic-terms').focus();
  await page.keyboard.press('Enter');
  const topic = page.locator('[data-topic="terms"]');
  await expect(topic.locator(trade).locator('ol > li')).toHaveCount(3);
  await expect(topic).toContainText('Somebody of Pinegate Holdings has accepted them, but not Marta Lindqvist');
  await page.evaluate(() => window.dispatchEvent(new Event('terms-accepted')));
  await topic.getByRole('button', { name: 'Check again' }).focus();
  await page.keyboard.press('Enter');
  await expect(topic).toHaveAttribute('data-state', 'ok');
  await expect(page.locator('[data-topic="low_size"]')).toHaveAttribute('data-state', 'unknown');
});

test('the report is handed over as a file', async ({ page }) => {
  await open(page, '#/troubleshooting');
  await page.getByTestId('report').click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download Markdown' }).click();
  const file = await coming;
  expect([file.suggestedFilename(), readFileSync(await file.path(), 'utf8')]).toEqual([
    'muster-report.md',
    '# Muster report\n',
  ]);
});
