import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { goTo, isAccessible, test } from './site.ts';

/** Opens a screen of a world; whatever the console complains about fails the test at the end of `quiet`. */
async function open(page: Page, world: string, hash: string): Promise<{ quiet: () => void }> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await goTo(page, world, hash);
  return { quiet: () => expect(complaints).toEqual([]) };
}

/** Plain numbers of one ledger, by counter. */
function ledger(page: Page, within: string): Promise<Record<string, number>> {
  return page
    .locator(`${within} [data-counter]`)
    .evaluateAll((cells) =>
      Object.fromEntries(
        cells.map((cell) => [cell.getAttribute('data-counter') ?? '', Number(cell.getAttribute('data-value'))]),
      ),
    );
}

const SCREENS = [
  ['full', '#/home', 'Overview'],
  ['full', '#/jobs', 'Jobs'],
  ['full', '#/jobs/1', 'Purchasers, 180 days'],
  ['full', '#/jobs/1/batches', 'Purchasers, 180 days'],
  ['full', '#/jobs/1/problems', 'Purchasers, 180 days'],
  ['full', '#/jobs/1/problems?code=not_an_email', 'Purchasers, 180 days'],
  ['full', '#/jobs/1/person', 'Purchasers, 180 days'],
  ['full', '#/jobs/1/runs', 'Purchasers, 180 days'],
  ['full', '#/jobs/1/fields', 'Purchasers, 180 days'],
  ['full', '#/jobs/2', 'Trade accounts'],
  ['full', '#/jobs/3?run=31', 'Sample: spring customers'],
  ['full', '#/jobs/5', 'Store event RSVPs'],
  ['full', '#/jobs/99', 'Job 99'],
  ['empty', '#/home', 'Overview'],
  ['empty', '#/jobs', 'Jobs'],
  ['failing', '#/home', 'Overview'],
  ['slow', '#/jobs', 'Jobs'],
] as const;

for (const theme of ['light', 'dark'] as const) {
  test(`every screen and state is accessible and needs nothing that the policy forbids, ${theme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme: theme });
    // Colours are all that the dark theme changes, so it is enough to see every kind of screen once.
    for (const [world, hash, title] of theme === 'light' ? SCREENS : SCREENS.slice(0, 10)) {
      await test.step(`${world} ${hash}`, async () => {
        await page.setViewportSize(hash.length % 2 === 0 ? { width: 900, height: 700 } : { width: 1280, height: 900 });
        const { quiet } = await open(page, world, hash);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
        if (world === 'full') await expect(page.getByText('Loading')).toHaveCount(0);
        await isAccessible(page, theme === 'light' ? [] : ['color-contrast']);
        quiet();
      });
    }
  });
}

test('each step carries its seven counters as plain numbers, and they add up', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  await expect(page.locator('[data-step]')).toHaveCount(2);
  expect(await ledger(page, '[data-step="1"]')).toEqual({
    entered: 48_212,
    synced: 41_380,
    not_synced: 1904,
    pending: 4716,
    errored: 212,
    proceeded: 48_212,
    exited: 0,
  });
  await expect(page.locator('[data-step="1"] [data-counter="synced"]')).toContainText('41,380');
  await expect(page.locator('[data-step="2"]')).toContainText(
    'Why 19,906 pending: 10,000 being sent; 9,906 waiting for their turn.',
  );
});

test('the sample runs again by one key, its numbers move while the counters go on adding up', async ({ page }) => {
  const { quiet } = await open(page, 'full', '#/jobs/3');
  await expect(page.getByTestId('sandbox-watermark')).toBeVisible();
  await expect(page.getByTestId('run-sample')).toBeEnabled();
  await page.keyboard.press('r');
  await expect(page.locator('[data-counter="pending"]')).not.toHaveAttribute('data-value', '0');
  const moving = await ledger(page, '[data-step="1"]');
  expect(moving['entered']).toBe(
    (moving['synced'] ?? 0) + (moving['not_synced'] ?? 0) + (moving['pending'] ?? 0) + (moving['errored'] ?? 0),
  );
  await expect(page.locator('[data-counter="synced"]')).toHaveAttribute('data-value', '4868');
  await expect(page.getByTestId('run-sample')).toBeEnabled();
  quiet();
});

test('the overview says first what needs a person, and says what the check found', async ({ page }) => {
  await open(page, 'full', '#/home');
  const hold = page.locator('[data-hold="terms"]');
  await expect(hold).toContainText('Alder & Pine Wholesale: Custom Audience terms not accepted');
  await expect(hold).toContainText('12,406 waiting');
  await expect(hold.getByRole('link')).toHaveAttribute('href', /tos\/\?act=2299110044$/);
  await hold.getByRole('button', { name: 'Check again' }).click();
  await expect(hold.getByRole('status')).toContainText('still held');
  await expect(page.locator('main [data-counter]')).toHaveCount(7);
});

test('without a job the page says what Muster is and runs the sample', async ({ page }) => {
  await open(page, 'empty', '#/home');
  await page.getByRole('button', { name: 'Run the sample' }).click();
  await expect(page).toHaveURL(/#\/jobs\/3$/);
  await expect(page.locator('[data-counter="entered"]')).toHaveAttribute('data-value', '5012');
});

test('a silent engine leaves the numbers standing and the page comes back by itself', async ({ page }) => {
  await open(page, 'silent', '#/jobs/1');
  await expect(page.locator('[data-counter="synced"]').first()).toHaveAttribute('data-value', '41380');
  await page.evaluate(() => window.dispatchEvent(new Event('engine-lost')));
  await page.getByRole('region', { name: 'Throughput' }).getByRole('button', { name: '30 days' }).click();
  await expect(page.getByRole('alert')).toContainText('Muster is not answering.');
  await expect(page.locator('[data-counter="synced"]').first()).toHaveAttribute('data-value', '41380');
  await page.evaluate(() => window.dispatchEvent(new Event('engine-back')));
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('people settled per day')).toBeVisible();
});

test('rows, panes and the sheet are reached without a mouse', async ({ page }) => {
  await open(page, 'full', '#/jobs');
  await expect(page.locator('[data-row]')).toHaveCount(5);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/jobs\/1$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('link', { name: /^Batches/ }).click();
  // A letter goes to the rows that are there.
  await expect(page.locator('[data-row][aria-expanded]').first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not tried yet')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Not tried yet')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await isAccessible(page);
  await page.getByLabel('Single letters act').uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/jobs$/);
});

test('the theme is kept', async ({ page }) => {
  await open(page, 'full', '#/home');
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(14, 16, 18)');
});
