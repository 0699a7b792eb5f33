import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { goTo, isAccessible, test } from './site.ts';

async function open(page: Page, world = 'full'): Promise<void> {
  await goTo(page, world, '#/settings');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Settings|Réglages/);
}

for (const [colorScheme, locale, width] of [
  ['light', 'en-US', 1280],
  ['dark', 'fr-FR', 900],
] as const) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale, viewport: { width, height: 800 } });

    test('the settings are accessible, with an error and a failure too', async ({ page }) => {
      await open(page, 'failing');
      await expect(page.locator('main h2').first()).toBeVisible();
      await isAccessible(page);
      await open(page);
      await page.getByTestId('setting-alerts').selectOption('every');
      await page.getByTestId('setting-holdDays').fill('0');
      await expect(page.getByTestId('setting-holdDays')).toHaveAttribute('aria-invalid', 'true');
      await isAccessible(page);
    });
  });
}

test('a number is checked by the contract, stored when the field is left, and taken back by the toast', async ({
  page,
}) => {
  await open(page);
  const field = page.getByTestId('setting-holdDays');
  for (const wrong of ['', '0', '366', '1.5', 'ten']) {
    await field.fill(wrong);
    await field.press('Enter');
    await expect(page.locator('main')).toContainText('A whole number from 1 to 365');
  }
  await field.press('Escape');
  await expect(field).toHaveValue('30');
  await field.fill('7');
  await field.blur();
  const toast = page.locator('[data-toast="setting"]');
  await expect(toast).toContainText('Hold limit: saved');
  await page.getByTestId('setting-historyDays').focus();
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(field).toHaveValue('30');
});

test('the language changes the page at once', async ({ page }) => {
  await open(page);
  await page.getByTestId('setting-language').selectOption('fr');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réglages');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
  await page.getByTestId('setting-language').selectOption('system');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});

test('a proxy is given away once: its password is nowhere in the page afterwards', async ({ page }) => {
  await open(page);
  const now = page.getByTestId('setting-proxy-now');
  await expect(now).toContainText('HTTPS_PROXY leads requests to Meta through http://proxy.alder.example:3128');
  const field = page.getByTestId('setting-proxy');
  await field.fill('http://two words');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('http://ann:hunter2@proxy.corp:8080');
  await field.press('Enter');
  await expect(now).toContainText('through http://proxy.corp:8080, with credentials');
  await expect(field).toHaveValue('');
  expect(await page.content()).not.toContain('hunter2');
  await page.getByTestId('setting-proxy-remove').click();
  await expect(now).toContainText('HTTPS_PROXY');
});

test('versions, the data folder and the guard are told', async ({ page }) => {
  await open(page);
  await expect(page.getByTestId('api-version')).toHaveText(/^v\d+\.0$/);
  await expect(page.getByTestId('data-folder')).toHaveText('/home/marta/.local/share/muster');
  await page.getByRole('link', { name: 'See what left this computer' }).click();
  await expect(page.getByTestId('egress-sum')).toBeVisible();
});
