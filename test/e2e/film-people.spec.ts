import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, type Page } from '@playwright/test';

import { text } from '../../preload/messages/text.ts';
import { newAudience } from '../../renderer/wizard/purpose.ts';
import { shown, statusOf, test } from './film-world.ts';

// A busy machine is slow, not wrong.
test.describe.configure({ timeout: 300_000 });

/** Accepts what a terms page shows, as somebody. */
async function acceptAs(tab: Page, address: string, name: string): Promise<void> {
  await tab.goto(`${new URL(address).origin}/login`);
  await tab.getByRole('radio', { name }).check();
  await tab.getByRole('button', { name: 'Log in' }).click();
  await tab.waitForURL(/settings/);
  await tab.goto(address);
  await tab.getByRole('button', { name: 'Accept' }).click();
  await expect(tab.getByRole('status')).toContainText(`Accepted by ${name}`);
}

test('two people: the employee accepts and the admin’s job stays held, which the screen explains; the admin accepts and a waiting sync ends', async ({
  page,
  context,
  film,
}) => {
  const account = film.account('no_terms');
  await film.control('POST', '/roles', { person: 'employee', act: account, tasks: ['ADVERTISE'] });
  const list = join(film.dataDir, '..', 'list.csv');
  writeFileSync(list, 'Email\nann@example.com\nbob@example.com\n');
  const to = ['--account', account, '--audience', 'Newsletter readers', '--graph-url', film.sandbox.graphUrl];
  let isOver = false;
  const sync = film.command('sync', list, '--json', ...to, '--wait').finally(() => (isOver = true));

  await page.goto(`${film.url}#/home`);
  await expect.poll(() => film.ask('holds.list', {}), { timeout: 60_000 }).toMatchObject([{ reason: 'terms' }]);
  await page.goto(`${new URL('/', film.url).href}#/jobs/1`);
  const need = page.locator('[data-hold="terms"]');
  const address = (await need.getByRole('link').getAttribute('href')) ?? '';
  const tab = await context.newPage();
  await acceptAs(tab, address, 'Robin Roe');
  await expect(need).toContainText(text('hold.probe.person_untold'), { timeout: 60_000 });
  expect([await shown(page), isOver]).toMatchObject([{ entered: 2, pending: 2, synced: 0 }, false]);

  await acceptAs(tab, address, 'Sam Sandbox');
  expect((await sync).code).toBe(0);
  await expect(need).toHaveCount(0);
  await expect.poll(() => shown(page)).toMatchObject({ entered: 2, synced: 2, pending: 0 });
});

test('a dropped list is a one-off run; a job half set up is there again; a launch pressed twice makes one job', async ({
  page,
  film,
}) => {
  const begun = await film.ask('connections.sandbox', {});
  const { id } = await film.ask('drafts.save', {
    place: 'source',
    settings: {
      connectionId: begun.state === 'done' ? begun.connectionId : null,
      steps: [{ account: film.account('healthy'), audience: newAudience('Dropped', null) }],
    },
  });
  await page.goto(`${film.url}#/wizard/source?draft=${id}`);
  await expect(page.getByTestId('wizard-files')).toBeVisible();
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    const rows = Array.from({ length: 300 }, (_, place) => `cleo.${place}@example.com`);
    data.items.add(new File([['Email', ...rows].join('\n')], 'dropped.csv', { type: 'text/csv' }));
    return data;
  });
  await page.locator('main').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByTestId('wizard-source')).toContainText('it is read once');
  await page.getByTestId('wizard-close').click();
  const drafts = page.getByTestId('drafts');
  await expect(drafts).toContainText('dropped.csv');
  await drafts.getByRole('link', { name: 'Go on' }).click();
  await expect(page.getByTestId('wizard-source')).toContainText('dropped.csv');

  await page.getByTestId('wizard-step-review').click();
  await expect(page.getByTestId('wizard-launch')).toHaveText('Launch job');
  await page.getByTestId('wizard-launch').dblclick();
  await page.waitForURL(/#\/jobs\/1$/);
  await expect.poll(async () => (await shown(page)).synced).toBe(300);
  await page.goBack();
  await expect(page.locator('main')).toContainText('This job has been launched or deleted');
  await expect(page.locator('[data-toast]')).toHaveCount(0);
  expect([(await film.ask('jobs.list', {})).length, await film.ask('drafts.list', {})]).toEqual([1, []]);

  await page.goForward();
  await expect(page.getByTestId('run-job')).toBeDisabled();
  expect(await statusOf(film)).toMatchObject({ entered: 300, synced: 300, pending: 0 });
});
