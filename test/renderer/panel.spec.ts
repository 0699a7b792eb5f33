import { readFileSync } from 'node:fs';

import { expect } from '@playwright/test';

import { watchTasks } from '../page-tasks.ts';
import { goTo, isAccessible, test } from './site.ts';

test('100,000 row problems are scrolled to the last one, with few of them in the page; one opens, and all leave as CSV', async ({
  page,
}) => {
  await goTo(page, 'full', '#/jobs/4/problems');
  const pane = page.getByTestId('virtual-pane');
  await expect(pane.getByRole('button', { name: 'Line 2: details' })).toBeVisible();
  const longTasks = await watchTasks(page);
  await page.waitForFunction(() => {
    const area = document.querySelector('[data-testid=virtual-pane]');
    area?.scrollTo(0, area.scrollHeight);
    return area?.querySelector('tbody tr:nth-last-child(1)')?.textContent.includes('100,001');
  });
  const long = await longTasks();
  expect(await pane.locator('tbody tr').count()).toBeLessThan(100);
  expect(long.length, `tasks of ${long.join(', ')} ms`).toBeLessThanOrEqual(2);
  await pane.getByRole('button', { name: 'Line 100,001: details' }).click();
  await expect(page.getByTestId('problem-inspector')).toContainText('EMAIL');
  await isAccessible(page);
  await page.getByTestId('problem-search').fill('777');
  await expect(pane.getByTestId('problem-open')).toHaveCount(1);
  const download = page.waitForEvent('download');
  await page.getByTestId('problem-export').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('muster-problems-run-9.csv');
  expect(readFileSync(await file.path(), 'utf8')).toBe('\ufefffile,line\r\nlist.csv,3\r\n');
});

test('one person is looked for stretch by stretch; what was typed is in no address and in no storage', async ({
  page,
}) => {
  await goTo(page, 'full', '#/jobs/1/person');
  await page.getByTestId('person-value').fill('ann@example.com');
  await page.getByTestId('person-value').press('Enter');
  await expect(page.getByTestId('person-result')).toContainText('Found in 2 lines; 9 of 9 blocks looked through.');
  await expect(page.getByTestId('person-hits')).toContainText('Errored: named as invalid by Meta');
  await expect(page.getByTestId('person-hits')).toContainText('Pending: waiting for their turn');
  await isAccessible(page);
  const kept = await page.evaluate(() =>
    [window.location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join(' '),
  );
  expect(kept).not.toContain('ann@');
  await page.getByTestId('person-value').fill('no');
  await page.getByTestId('person-find').click();
  await expect(page.getByTestId('person-result')).toContainText('neither an e-mail address');
});

test('two runs of a job stand side by side with what is different, the older one left', async ({ page }) => {
  await goTo(page, 'full', '#/jobs/3/runs');
  await page.getByTestId('run-choose-2').check();
  await expect(page.getByTestId('compare')).toHaveCount(0);
  await page.getByTestId('run-choose-1').check();
  const compare = page.getByTestId('compare');
  await expect(compare.getByRole('heading')).toHaveText('Run 1 beside run 2');
  await expect(compare.getByRole('row', { name: /^Synced/ })).toContainText('4,868');
  await isAccessible(page);
});

test('a batch opens onto its request: no token, and shortened rows only when somebody asks', async ({ page }) => {
  await goTo(page, 'full', '#/jobs/1/batches');
  await page.locator('[data-batch="144"] button').click();
  const request = page.getByTestId('request');
  await expect(request).toContainText('POST graph.facebook.com/v26.0/23851234567890123/users');
  await expect(request).toContainText('Bearer ••••••••');
  await expect(page.getByTestId('request-table')).toHaveCount(0);
  await page.getByTestId('request-rows').click();
  await expect(page.getByTestId('request-table')).toContainText('b4c9a289…');
  await isAccessible(page);
});

test('the live panel tells the pace, the answers over time as bars or a table, and how Meta sees the audience', async ({
  page,
}) => {
  await goTo(page, 'full', '#/jobs/1');
  await expect(page.getByTestId('audience-state').first()).toContainText('41,200 to 48,500 people');
  await expect(page.getByTestId('paces')).toContainText('10,000');
  await page.getByTestId('answers-table').click();
  await expect(page.getByRole('columnheader', { name: 'Refused' })).toBeVisible();
  await isAccessible(page);
});
