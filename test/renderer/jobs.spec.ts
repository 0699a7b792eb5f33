import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Locator, type Page } from '@playwright/test';

import { isAccessible } from './site.ts';
import { test, type WizardSite } from './wizard-site.ts';

/** A job of forty people that has run once, with its page open at a tab. */
async function opened(page: Page, site: WizardSite, tab = ''): Promise<number> {
  const audience = { kind: 'new', name: 'Customers' } as const;
  const draftId = await site.draft({ audience: { ...audience, ...PLAIN } }, { name: 'Spring list' });
  const launched = await site.ask('drafts.launch', { draftId, waits: true });
  if (launched.state === 'refused') throw new Error(launched.notes.map(({ kind }) => kind).join());
  const { jobId, runId } = launched;
  await expect.poll(async () => (await site.ask('runs.get', { runId })).state, { timeout: 30_000 }).toBe('done');
  await page.goto(`${site.url}#/jobs/${jobId}${tab}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Spring list');
  return jobId;
}

const PLAIN = {
  description: '',
  fileSource: 'USER_PROVIDED_ONLY' as const,
  labels: [],
  isExclusionOnly: false,
  isValueBased: false,
};

/** Another address of the page that is open. */
async function turnTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}

const steps = (page: Page): Locator => page.getByTestId('job-steps').locator('li b');

test('a job is renamed and made to run by itself; the list of jobs says when', async ({ page, site }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const jobId = await opened(page, site, '/settings');
  await expect(page.getByTestId('job-save')).toBeDisabled();
  await page.getByTestId('job-name').fill('Autumn list');
  await page.getByTestId('schedule-daily').check();
  await page.getByTestId('schedule-zone').selectOption('Europe/Berlin');
  await page.getByTestId('schedule-time').fill('06:30');
  await page.getByTestId('schedule-work-days').click();
  await page.getByTestId('schedule-day-3').uncheck();
  await expect(page.getByTestId('schedule-next').locator('li')).toHaveCount(5);

  await isAccessible(page);
  await page.getByTestId('job-save').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Autumn list');
  await expect(page.getByTestId('job-save')).toBeDisabled();
  expect((await site.ask('jobs.get', { jobId })).schedule).toEqual({
    kind: 'daily',
    time: '06:30',
    weekdays: [1, 2, 4, 5],
    zone: 'Europe/Berlin',
  });
  await turnTo(page, '#/jobs');
  await expect(page.locator(`[data-job="${jobId}"] [data-next-run]`)).toHaveAttribute(
    'title',
    'Mon, Tue, Thu, Fri at 06:30',
  );

  await isAccessible(page);
});

test('a cron text that is wrong says where and how it is mended, and is not stored', async ({ page, site }) => {
  const jobId = await opened(page, site, '/settings');
  await page.getByTestId('schedule-cron').check();
  await page.getByTestId('schedule-cron-text').fill('0 25 * * 1');
  await expect(page.getByTestId('schedule-problem').locator('mark')).toHaveText('25');

  await isAccessible(page);
  await page.getByTestId('job-save').click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  expect((await site.ask('jobs.get', { jobId })).schedule).toBe(null);
  await page.getByTestId('schedule-cron-text').fill('0 6 * * 1');
  await expect(page.getByTestId('schedule-next').locator('li')).toHaveCount(5);
  await page.getByTestId('job-save').click();
  await expect.poll(async () => (await site.ask('jobs.get', { jobId })).schedule?.kind).toBe('cron');
});

test('a step is added, moved to the front, and everybody enters both in the run that R begins', async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 900, height: 800 });
  const jobId = await opened(page, site, '/settings');
  await page.getByTestId('step-add').click();
  await page.getByRole('combobox', { name: /audience/i }).fill('Loyal');
  await page.keyboard.press('Enter');

  await isAccessible(page);
  await page.getByTestId('step-add-save').click();
  await expect(steps(page)).toHaveText(['Add to “Customers”', 'Add to “Loyal”']);
  await page.getByTestId('step-up-2').click();
  await expect(steps(page)).toHaveText(['Add to “Loyal”', 'Add to “Customers”']);

  await isAccessible(page);

  await page.locator('body').press('r');
  await expect(page.locator('[data-step]')).toHaveCount(2);
  await expect(page.locator('[data-step="1"] [data-counter="proceeded"]')).toHaveAttribute('data-value', '40');
  await expect(page.locator('[data-step="2"] [data-counter="synced"]')).toHaveAttribute('data-value', '40', {
    timeout: 30_000,
  });
  expect((await site.ask('jobs.get', { jobId })).runs).toHaveLength(2);

  await turnTo(page, `#/jobs/${jobId}/settings`);
  await page.getByTestId('step-menu-1').click();
  await page.getByRole('menuitem', { name: 'Take out of the job' }).click();
  await expect(steps(page)).toHaveText(['Add to “Customers”']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(steps(page)).toHaveText(['Add to “Loyal”', 'Add to “Customers”']);
});

test.describe('in French, dark, at 900 px', () => {
  test.use({ locale: 'fr-FR', colorScheme: 'dark', viewport: { width: 900, height: 2000 } });
  test('the settings of a job are accessible and fit, with a schedule, and with the dialogs of its steps', async ({
    page,
    site,
  }) => {
    await opened(page, site, '/settings');
    await page.getByTestId('schedule-daily').check();
    await page.getByTestId('schedule-zone').selectOption('Pacific/Auckland');
    await expect(page.getByTestId('schedule-next').locator('li')).toHaveCount(5);
    await isAccessible(page);
    await page.getByTestId('step-menu-1').click();
    await page.getByRole('menuitem', { name: 'Faire correspondre par…' }).click();
    await isAccessible(page);
    await page.getByTestId('match-cancel').click();
    await page.getByTestId('step-add').click();
    await isAccessible(page);
    await page.getByTestId('step-cancel').click();
  });
});

test('another file is chosen for a job, and its columns are shown before anything is stored', async ({
  page,
  site,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-lists-'));
  writeFileSync(join(folder, 'winter.csv'), 'Phone;Mail\n+44 7700 900123;ann@example.com\n');
  const jobId = await opened(page, site, '/settings');
  // The list of files begins where the last one was chosen.
  site.host.engine.host.addFile(join(folder, 'winter.csv'));
  await page.getByTestId('job-file').click();
  await page.getByTestId('wizard-file').filter({ hasText: 'winter.csv' }).click();
  await expect(page.getByTestId('job-columns')).toContainText('Mail');
  expect((await site.ask('jobs.get', { jobId })).settings.source.name).not.toBe('winter.csv');
  await isAccessible(page);
  await page.getByTestId('job-save').click();
  await expect.poll(async () => (await site.ask('jobs.get', { jobId })).settings.source.name).toBe('winter.csv');
  rmSync(folder, { recursive: true, force: true });
});

test('its time comes: the job runs by itself, once for all that was missed, and the page shows that run', async ({
  page,
  site,
}) => {
  const jobId = await opened(page, site, '/settings');
  await page.getByTestId('schedule-daily').check();
  await page.getByTestId('job-save').click();
  await expect(page.getByTestId('job-save')).toBeDisabled();
  await turnTo(page, `#/jobs/${jobId}`);
  await expect(page.locator('main')).toContainText('next run:');
  site.leap(3 * 24 * 60 * 60_000);
  await expect.poll(async () => (await site.ask('jobs.get', { jobId })).runs.length).toBe(2);
  await expect(page.getByRole('heading', { name: 'Run 2' })).toBeVisible();
  await expect(page.locator('[data-counter="synced"]')).toHaveAttribute('data-value', '40', { timeout: 30_000 });
  await turnTo(page, '#/activity');
  await expect(page.locator('main')).toContainText('Spring list');
  expect((await site.ask('activity.list', { jobId, noun: 'job' })).rows[0]).toMatchObject({
    kind: 'job.started',
    actor: 'muster',
  });
});

test('a duplicate opens in the wizard; a deleted job is given back by the toast', async ({ page, site }) => {
  const jobId = await opened(page, site);
  await page.getByTestId('job-menu').click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(page.getByTestId('wizard-name')).toHaveValue('Spring list (copy)');
  await turnTo(page, `#/jobs/${jobId}`);
  await page.getByTestId('job-menu').click();
  await page.getByRole('menuitem', { name: 'Delete job' }).click();
  await expect(page.locator(`[data-job="${jobId}"]`)).toHaveCount(0);
  expect(await site.ask('jobs.list', {})).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator(`[data-job="${jobId}"]`)).toHaveCount(1);
});
