import { expect, test } from '@playwright/test';

import { servePreview } from '../renderer/preview-site.ts';

let site: Awaited<ReturnType<typeof servePreview>>;
test.beforeAll(async () => {
  site = await servePreview();
});
test.afterAll(() => site.close());

test.use({ locale: 'fr-CA' });

test('a browser that asks for French gets a French page, with its figures', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(`${site.url}?world=full#/home`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page).toHaveTitle('Vue d’ensemble · Muster');
  const hold = page.locator('[data-hold="terms"]');
  await expect(hold).toContainText('Conditions d’utilisation des audiences personnalisées non acceptées');
  await expect(hold).toContainText('Demandez à la personne à qui appartient ce jeton d’ouvrir la page des conditions');
  await expect(page.locator('[data-counter="entered"]').first()).toContainText(/\d\u202F\d{3}/);
  expect(complaints).toEqual([]);
});
