import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

import { goTo, isAccessible, test } from './site.ts';

async function open(page: Page, world: string, hash: string): Promise<void> {
  await goTo(page, world, hash);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading')).toHaveCount(0);
}

const toast = (page: Page, key: string): Locator => page.locator(`[data-toast="${key}"]`);
const pending = (page: Page, step: number): Locator => page.locator(`[data-step="${step}"] [data-counter="pending"]`);

/** Where each situation is looked at, and the words that say it with its way out. */
const SITUATIONS = [
  [
    'offline',
    '#/home',
    /Offline since .*graph\.facebook\.com cannot be reached\. Everything is kept.*goes on by itself/,
  ],
  ['offline', '#/jobs/1', /Why 4,716 pending: waiting for a connection to Facebook\./],
  ['cooling', '#/jobs/1', /Alder & Pine UK: Meta asks for a pause until [\d:]+, in 4 minutes\. .*Nothing to do/],
  ['cooling', '#/jobs/1', /other ad accounts are not affected\. The tier is limited/],
  ['cooling', '#/home', /Pause until [\d:]+.*Goes on by itself in 4 minutes; other ad accounts go on\./],
  ['all-cooling', '#/jobs/1', /The call limit of the ad account, the person or the app is used up/],
  ['full', '#/jobs/1', /next at [\d:]+, in 5 minutes \(batch 147, try 3; last answer: No answer in 60 s\)/],
  ['full', '#/jobs/1', /At the pace that the quota allows, all are sent by about \d\d:\d\d\./],
  ['disk-full', '#/jobs/1', /Nothing can be stored since .*The disk with the data folder is full\. .*make room/],
  ['locked', '#/home', /Another program has locked the database/],
  ['paused-all', '#/jobs', /Everything has been paused since \d\d:\d\d\. Nothing is read or sent until you resume\./],
  ['paused-job', '#/jobs/1/problems', /“Purchasers, 180 days” has been paused since/],
  ['paused-account', '#/jobs/1', /Alder & Pine UK has been paused since .*other ad accounts go on/],
  ['paused-account', '#/home', /Paused since \d\d:\d\d/],
  ['paused-step', '#/jobs/1', /This step has been paused since .*other steps go on/],
  ['halved', '#/jobs/1/batches', /Sent in parts/],
  ['holds', '#/home', /Alder & Pine UK: Access token no longer valid/],
  ['holds', '#/jobs/1', /held for a person: Access token no longer valid, Meta refuses every part of the list alike/],
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  test(`each situation stands on the page in words, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme });
    const seen = new Set<string>();
    for (const [place, [world, hash, words]] of SITUATIONS.entries()) {
      await test.step(`${world} ${hash}`, async () => {
        await page.setViewportSize(place % 2 === 0 ? { width: 900, height: 700 } : { width: 1280, height: 900 });
        await open(page, world, hash);
        await expect(page.locator('#content')).toContainText(words);
        // Colours are all that the dark theme changes.
        if (!seen.has(world)) await isAccessible(page, colorScheme === 'dark' ? ['color-contrast'] : []);
        seen.add(world);
      });
    }
  });
}

test('a hold says who must act, why, when Meta is asked again and when waiting ends', async ({ page }) => {
  await open(page, 'holds', '#/home');
  const terms = page.locator('[data-hold="terms"]');
  await expect(terms).toContainText('Ask Marta Lindqvist to open the terms page for Alder & Pine Wholesale');
  await expect(terms).toContainText('Meta takes customer lists only once');
  await expect(terms).toContainText(/Muster asks Meta again at [\d:]+, in 2 minutes\./);
  await expect(terms).not.toContainText('ends as Errored');
  await expect(page.locator('[data-hold="token"]')).toContainText(/who waits ends as Errored on .*, in 3 days\./);
  await expect(page.locator('[data-hold="settings_refused"]')).toContainText('Muster cannot see when that is done');
});

test('check again says what came of it where it was pressed, and the button keeps the focus', async ({ page }) => {
  await open(page, 'full', '#/home');
  const hold = page.locator('[data-hold="terms"]');
  const button = hold.getByRole('button', { name: 'Check again' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(hold.getByRole('status')).toHaveText(/Asked [\d:]+: still held\. Meta still says that nobody/);
  await expect(button).toBeFocused();
});

test('a hold that is lifted is told, and the focus goes to the title of the screen', async ({ page }) => {
  await open(page, 'holds', '#/home');
  await page.locator('[data-hold="token"]').getByRole('button', { name: 'Check again' }).focus();
  await page.keyboard.press('Enter');
  await expect(toast(page, 'hold 3')).toContainText('No longer held: access tokenAlder & Pine UK: 19,906 people go on');
  await expect(page.locator('[data-hold="token"]')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('what comes from a backup is released only after a second look', async ({ page }) => {
  await open(page, 'holds', '#/home');
  const release = page.locator('[data-hold="restored"]').getByRole('button', { name: 'Release…' });
  await release.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('24,622 people go on to Meta.');
  await expect(dialog).toContainText('Sending again does no harm');
  await expect(dialog.getByRole('button', { name: 'Keep it held' })).toBeFocused();
  await isAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(release).toBeFocused();
  await release.click();
  await dialog.getByRole('button', { name: 'Release', exact: true }).click();
  await expect(page.locator('[data-hold="restored"]')).toHaveCount(0);
  await expect(toast(page, 'hold 4')).toBeVisible();
});

test('a job is paused and resumed by one key, on its page', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  await page.keyboard.press('p');
  await expect(page.locator('#content')).toContainText('“Purchasers, 180 days” has been paused since');
  await expect(page.locator('[data-why="off"]').first()).toContainText('Why 4,716 pending: paused.');
  await expect(toast(page, 'pause job 1')).toContainText('Paused: “Purchasers, 180 days”');
  await isAccessible(page);
  await toast(page, 'pause job 1').getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByTestId('pause-job')).toHaveText('Pause');
  await page.keyboard.press('p');
  await expect(page.getByTestId('pause-job')).toHaveText('Resume');
  await page.keyboard.press('p');
  await expect(page.getByText('has been paused since')).toHaveCount(0);
});

test('a step, an ad account and everything are paused and resumed where they stand', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  const step = page.locator('[data-step="2"]');
  await step.getByRole('button', { name: 'More actions: Step 2' }).click();
  await page.getByRole('menuitem', { name: 'Pause this step' }).click();
  await expect(step.getByText('This step has been paused since')).toBeVisible();
  await step.getByRole('button', { name: 'Resume' }).click();
  await expect(step.getByText('This step has been paused since')).toHaveCount(0);

  await page.getByRole('link', { name: 'Muster, to the overview' }).click();
  const account = page.locator('[data-account="act_1087542206314"]');
  await account.getByRole('button', { name: 'More actions: Alder & Pine UK' }).click();
  await page.getByRole('menuitem', { name: 'Pause this ad account' }).click();
  await expect(account).toContainText('Paused since');
  await account.getByRole('button', { name: 'Resume' }).click();
  await expect(account).not.toContainText('Paused since');

  await page.getByRole('button', { name: 'Pause everything' }).click();
  await expect(page.getByTestId('sending')).toHaveText('Everything is paused');
  await page.getByRole('button', { name: 'Resume everything' }).click();
  await expect(page.getByTestId('sending')).toHaveText('Sending from here');
});

test('a cancel names the people first, starts on the safe button, and can be undone', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  const menu = page.getByTestId('job-menu');
  await menu.focus();
  await page.keyboard.press('Enter');
  // Behind it are the copy and the deletion of the job.
  for (const key of ['End', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Cancel what waits in “Purchasers, 180 days”?' });
  await expect(dialog).toContainText('24,622 people who wait end as Errored');
  const safe = dialog.getByRole('button', { name: 'Keep them waiting' });
  await expect(safe).toBeFocused();
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(pending(page, 1)).toHaveAttribute('data-value', '4716');

  await menu.click();
  await page.getByRole('menuitem', { name: 'Cancel what waits…' }).click();
  await dialog.getByRole('button', { name: 'Cancel 24,622 people' }).click();
  await expect(pending(page, 1)).toHaveAttribute('data-value', '0');
  await expect(page.locator('[data-step="2"]')).toContainText('Why 19,906 errored: cancelled.');
  await toast(page, 'cancel job 1').getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page, 'requeue')).toContainText('24,622 people queued again');
  await expect(pending(page, 2)).toHaveAttribute('data-value', '19906');
});

test('a step, an ad account and everything can be cancelled too', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  await page.getByRole('button', { name: 'More actions: Step 1' }).click();
  await page.getByRole('menuitem', { name: 'Cancel what waits…' }).click();
  await expect(page.getByRole('dialog')).toContainText('4,716 people who wait');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Muster, to the overview' }).click();
  await page.getByRole('button', { name: 'More actions: Alder & Pine Wholesale' }).click();
  await page.getByRole('menuitem', { name: 'Cancel what waits…' }).click();
  await expect(page.getByRole('dialog')).toContainText('12,406 people who wait');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Cancel everything that waits…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 37,028 people' }).click();
  await expect(toast(page, 'cancel everything')).toContainText('Cancelled for 37,028 people');
  await expect(toast(page, 'cancel everything').getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('errored people are sent again by their reason, and who cannot be is told', async ({ page }) => {
  await open(page, 'full', '#/jobs/4');
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('menuitem')).toHaveText([
    'All 388',
    '212 counted as invalid by Meta, not named',
    '176 could not be sent in the time for retries',
  ]);
  await isAccessible(page);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Why 212 errored: counted as invalid by Meta, not named.')).toBeVisible();
  await expect(toast(page, 'requeue')).toContainText('176 people queued again');
  await expect(toast(page, 'requeue')).toContainText('12 stay Errored: their hashed values are deleted by now');
  await page.getByRole('button', { name: 'Send again' }).focus();
  await page.keyboard.press('Enter');
  await expect(pending(page, 1)).toHaveAttribute('data-value', '388');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('more than ten thousand are sent again only after a question', async ({ page }) => {
  await open(page, 'many', '#/jobs/4');
  await page.getByRole('button', { name: 'Send again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send 12,800 people again?' });
  await expect(dialog.getByRole('button', { name: 'Leave them Errored' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Send 12,800 again' }).click();
  await expect(pending(page, 1)).toHaveAttribute('data-value', '12800');
});

test('a menu closes on Esc and on a press elsewhere, and keeps the letters of the page to itself', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  await page.getByTestId('job-menu').click();
  await page.keyboard.press('p');
  await expect(page.getByTestId('pause-job')).toHaveText('Pause');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page).toHaveURL(/#\/jobs\/1$/);
  await page.getByTestId('job-menu').click();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('what the engine refuses is said, and nothing has changed', async ({ page }) => {
  await open(page, 'full', '#/jobs/1');
  await page.evaluate(() => window.dispatchEvent(new Event('engine-refuses')));
  await page.keyboard.press('p');
  await expect(toast(page, 'pause job 1')).toContainText('That was not done');
  await expect(page.getByTestId('pause-job')).toHaveText('Pause');
});

test('a toast without an action goes by itself, unless it is looked at', async ({ page }) => {
  await page.clock.install();
  await open(page, 'full', '#/jobs/1');
  await page.keyboard.press('p');
  await expect(toast(page, 'pause job 1')).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(toast(page, 'pause job 1')).toBeVisible();
  await page.keyboard.press('p');
  await expect(toast(page, 'pause job 1')).toContainText('Goes on');
  await toast(page, 'pause job 1').hover();
  await page.clock.runFor(60_000);
  await expect(toast(page, 'pause job 1')).toBeVisible();
  await page.mouse.move(0, 0);
  await page.clock.runFor(6_000);
  await expect(toast(page, 'pause job 1')).toHaveCount(0);
});
