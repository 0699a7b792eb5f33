import { expect } from '@playwright/test';

import { goTo, isAccessible, test } from './site.ts';

test('a newcomer runs the sample, is shown around it, and finds the way to a first real sync', async ({ page }) => {
  await goTo(page, 'empty', '#/home');
  await expect(page.getByTestId('first-connect')).toHaveAttribute('data-state', 'now');
  await expect(page.getByTestId('first-launch')).toHaveAttribute('data-state', 'later');
  await isAccessible(page);
  await page.getByTestId('run-sample').press('Enter');
  const tour = page.getByTestId('tour');
  await expect(tour).toContainText('1 of 5');
  await expect(page.locator('[data-step][data-toured]')).toBeVisible();
  await isAccessible(page);
  await page.getByTestId('tour-next').press('Enter');
  await expect(page.locator('[data-counter="pending"][data-toured]')).toBeVisible();
  await page.getByTestId('tour-next').press('Enter');
  await page.getByTestId('tour-back').press('Enter');
  await expect(tour).toContainText('Pending says why.');
  for (let stop = 2; stop < 5; stop++) await page.getByTestId('tour-next').press('Enter');
  await expect(tour).toContainText('5 of 5');
  await expect(page.locator('[data-testid="run-sample"][data-toured]')).toBeVisible();
  await page.getByTestId('tour-next').press('Enter');
  await expect(tour).toHaveCount(0);
  await expect(page.locator('[data-toured]')).toHaveCount(0);

  await page.getByTestId('nav-home').click();
  await page.getByTestId('first-connect-action').click();
  await expect(page).toHaveURL(/#\/accounts$/);
});

test('the tour can be left at its first stop, and the palette begins it again', async ({ page }) => {
  await goTo(page, 'empty', '#/home');
  await page.getByTestId('run-sample').click();
  await page.getByTestId('tour-skip').click();
  await expect(page.getByTestId('tour')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tour');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('tour')).toContainText('1 of 5');
});

test('with a job that is no practice there is no checklist any more', async ({ page }) => {
  await goTo(page, 'full', '#/home');
  await expect(page.locator('main [data-counter]').first()).toBeVisible();
  await expect(page.getByTestId('first-sync')).toHaveCount(0);
});

test('a hard word is explained where it stands, and Esc closes that and nothing else', async ({ page }) => {
  await goTo(page, 'full', '#/jobs');
  await page.getByTestId('nav-home').click();
  const help = page.getByText('only a person can do');
  await page.getByTestId('help-hold').press('Enter');
  await expect(help).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(page).toHaveURL(/#\/home$/);
  await expect(page.getByTestId('help-hold')).toBeFocused();
});
