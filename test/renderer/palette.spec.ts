import { expect } from '@playwright/test';

import { goTo, isAccessible, test } from './site.ts';

test('screens, jobs and commands are found and done by keyboard alone', async ({ page }) => {
  await goTo(page, 'full', '#/home');
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  const field = page.getByTestId('palette-field');
  await expect(field).toBeFocused();
  await isAccessible(page);

  await page.keyboard.type('purch');
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('palette-job-1').locator('mark')).toHaveText('Purch');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/jobs\/1$/);
  await expect(page.getByTestId('palette')).toHaveCount(0);

  await page.keyboard.press('Control+k');
  // What concerns this job is offered before anything is typed.
  await expect(page.getByRole('group', { name: 'This job' }).getByRole('option').first()).toBeVisible();
  await page.keyboard.type('pause purch');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('pause-job')).toHaveText('Resume');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('new sync');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/wizard\/connect$/);
});

test('arrows go around, a press outside and Esc close, and the focus is back where it was', async ({ page }) => {
  await goTo(page, 'full', '#/jobs');
  await page.getByTestId('open-palette').click();
  const options = page.getByRole('option');
  await page.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('zzz');
  await expect(page.getByTestId('palette')).toContainText('Nothing is called “zzz”.');
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('palette')).toHaveCount(0);
  await expect(page.getByTestId('open-palette')).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.mouse.click(5, 600);
  await expect(page.getByTestId('palette')).toHaveCount(0);
  // The same key closes; a dialog that asks something is left alone.
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Search or run a command, from anywhere');
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette')).toHaveCount(0);
});
