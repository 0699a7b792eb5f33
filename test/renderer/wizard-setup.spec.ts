import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Locator, type Page } from '@playwright/test';

import { newAudience } from '../../renderer/wizard/purpose.ts';
import { isAccessible } from './site.ts';
import { test as base, type WizardSite } from './wizard-site.ts';

const HEADER = 'Email Address,Mobile,First name,DOB,Country,customer_ref,Notes';
const rowOf = (place: number): string =>
  ` Ellen.${place}@Live.co.uk,07700 9${10_000 + place},Ellen,03/11/1986,UK,LC-${place},vip`;

/** A home of its own with a few lists, since the folder list shows what is there. */
const test = base.extend<{ readonly home: string }>({
  home: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads off the pattern what a fixture needs
    async ({}, use) => {
      const [home, before] = [mkdtempSync(join(tmpdir(), 'muster-home-')), process.env['HOME']];
      const downloads = join(home, 'Downloads');
      mkdirSync(join(downloads, 'old'), { recursive: true });
      const rows = Array.from({ length: 1200 }, (_, place) => rowOf(place));
      writeFileSync(join(downloads, 'loyalty.csv'), [HEADER, ...rows, 'nobody at all,,,,,,', ''].join('\n'));
      writeFileSync(join(downloads, 'empty.csv'), '');
      writeFileSync(join(downloads, 'photo.png'), 'png');
      process.env['HOME'] = home;
      await use(home);
      process.env['HOME'] = before;
      rmSync(home, { recursive: true, force: true });
    },
    { auto: true },
  ],
});

const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });

/** Opens an address below the site's; the first one of a test buys the cookie. */
async function open(page: Page, site: WizardSite, hash: string): Promise<void> {
  await page.goto(`${site.url}${hash}`);
  await expect(heading(page)).toBeVisible();
}

/** Accepts the terms of an ad account as `person` would on Meta's page. */
async function accept(site: WizardSite, person: 'admin' | 'employee', account: string): Promise<void> {
  const { sandbox } = site.host;
  const answer = await fetch(`${sandbox?.graphUrl}/_sandbox/terms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox?.accessToken}` },
    body: new URLSearchParams({ act: account, person }),
  });
  expect(await answer.json()).not.toHaveProperty('error');
}

/** A draft with this list of the home, as far as the step before `place`. */
async function picked(site: WizardSite, home: string, name = 'loyalty.csv'): Promise<number> {
  const { sourceId } = site.host.engine.host.addFile(join(home, 'Downloads', name));
  return site.draft({}, { source: { kind: 'file', sourceId }, sourceName: name });
}

test('by keyboard alone from the overview to the fields: who sends, where, the terms that turn green by themselves, the list', async ({
  page,
  site,
}) => {
  const account = site.account('no_terms');
  await open(page, site, '#/home');
  await page.getByTestId('new-job').focus();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Connect to Meta');
  await expect(heading(page)).toBeFocused();
  await page.getByTestId('wizard-purpose-re_engage').focus();
  await page.keyboard.press('Space');
  await expect(page.getByTestId('wizard-saved')).toHaveAttribute('data-saved', 'true');
  await expect(page).toHaveURL(/#\/wizard\/connect\?draft=1$/);
  // The only connection needs no choice.
  await page.keyboard.press('Enter');

  await expect(heading(page)).toHaveText('Choose the ad account');
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('wizard-missing')).toHaveText('Choose the ad account of this job.');
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByTestId(`wizard-account-${account}`).focus();
  await page.keyboard.press('Space');
  await expect(page.getByTestId(`wizard-use-${account}`)).toBeChecked();
  await page.keyboard.press('Enter');

  await expect(heading(page)).toHaveText('Accept the Custom Audience terms');
  const terms = page.getByTestId('wizard-terms');
  await expect(terms).toHaveAttribute('data-green', 'false');
  await expect(terms).toContainText('Sam Sandbox must sign');
  await expect(page.getByRole('link', { name: 'Open the terms page' })).toHaveAttribute('href', /\/tos\//);
  await accept(site, 'employee', account);
  await page.getByTestId('wizard-terms-check').press('Enter');
  await expect(terms.locator('[data-kind="customer_list"]')).toHaveAttribute(
    'data-state',
    /^(?:other_person|person_untold)$/,
  );
  await accept(site, 'admin', account);
  await expect(terms).toHaveAttribute('data-green', 'true');
  await expect(page.locator('nav [data-state]').nth(2)).toHaveAttribute('data-state', 'done');
  await page.getByTestId('wizard-continue').press('Enter');

  await expect(heading(page)).toHaveText('Choose the list');
  await page.getByTestId('wizard-place-downloads').press('Enter');
  await expect(page.getByTestId('wizard-files')).toContainText('1 file is left out: no list.');
  const rows = page.locator('[data-testid="wizard-folder"], [data-testid="wizard-file"]');
  await expect(rows).toHaveText([/^old/, /^empty\.csv/, /^loyalty\.csv.*kB/]);
  await rows.first().focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  const count = page.getByTestId('wizard-count');
  await expect(count).toHaveAttribute('data-state', 'done');
  await expect(count).toHaveAttribute('data-value', '1201');
  await expect(page.getByTestId('wizard-source')).toContainText('utf-8, commas, first line is a header');
  await page.getByTestId('wizard-continue').press('Enter');
  await expect(heading(page)).toHaveText('Map your columns');

  await page.reload();
  await expect(heading(page)).toHaveText('Map your columns');
  await expect(page.getByTestId('wizard-step-source')).toContainText('loyalty.csv');
  const [draft] = await site.ask('drafts.list', {});
  expect([
    draft?.place,
    draft?.settings.purpose,
    draft?.settings.sourceName,
    draft?.settings.steps[0]?.account,
  ]).toEqual(['map', 're_engage', 'loyalty.csv', account]);
});

test('columns: raw beside normalised, an unsure date, a key by hand, what is left out; no value leaves the screen', async ({
  page,
  site,
  home,
}) => {
  const draftId = await picked(site, home);
  await open(page, site, `#/wizard/map?draft=${draftId}`);
  const column = (index: number): Locator => page.locator(`[data-column="${index}"]`);
  await expect(column(0).locator('[data-raw]')).toHaveText('·Ellen.0@Live.co.uk');
  await expect(column(0).locator('[data-normalized]')).toHaveText('ellen.0@live.co.uk');
  await expect(column(1).locator('[data-normalized]')).toHaveText('447700910000');
  await expect(column(5).locator('[data-normalized]')).toContainText('As it is, not hashed');
  await page.getByRole('button', { name: 'Next row' }).click();
  await expect(column(0).locator('[data-normalized]')).toHaveText('ellen.1@live.co.uk');

  await expect(page.locator('main')).toContainText('One guess needs your eye: DOB.');
  await expect(page.locator('[data-problem="ambiguous_date"]')).toContainText(
    '500 × day and month cannot be told apart',
  );
  await page.getByTestId('wizard-date-3').selectOption('DMY');
  await expect(column(3).locator('[data-normalized]')).toHaveText('1986-11-03');
  await expect(page.locator('main')).not.toContainText('needs your eye');
  await expect(page.locator('[data-problem="ambiguous_date"]')).toHaveCount(0);

  await page.getByTestId('wizard-key-2').selectOption('LN');
  await expect(column(2)).toContainText('yours');
  await page.getByTestId('wizard-key-2').selectOption('');
  await expect(column(2).locator('[data-normalized]')).toHaveText('Not sent');
  await page.getByTestId('wizard-key-2').selectOption('guess');
  await expect(page.getByTestId('wizard-key-2')).toHaveValue('FN');
  await page.getByTestId('wizard-map-others').click();
  await expect(column(6)).toContainText('vip');
  await page.getByTestId('wizard-country').selectOption({ label: 'United Kingdom (GB)' });
  await expect(page.getByTestId('wizard-saved')).toHaveAttribute('data-saved', 'true');

  const draft = await site.ask('drafts.get', { draftId });
  expect([draft.settings.overrides, draft.settings.country]).toEqual([['#4=DOB:DMY'], 'GB']);
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
  );
  expect(JSON.stringify(draft) + kept).not.toMatch(/ellen|7700/i);
});

test('a dropped list is read once, from this window; another window has to drop it again', async ({ page, site }) => {
  const draftId = await site.draft({ audience: newAudience('Dropped', null) }, { source: null, sourceName: null });
  await open(page, site, `#/wizard/source?draft=${draftId}`);
  const people = 30_000;
  const drop = async (): Promise<void> => {
    const data = await page.evaluateHandle(
      ([header, total]) => {
        const rows = Array.from({ length: total }, (_, at) => `anna.${at}@example.com,Anna ${'x'.repeat(60)}`);
        const transfer = new DataTransfer();
        transfer.items.add(new File([[header, ...rows].join('\n')], 'dropped.csv', { type: 'text/csv' }));
        return transfer;
      },
      ['Email,First name', people] as const,
    );
    await page.dispatchEvent('main', 'dragover', { dataTransfer: data });
    await expect(page.getByTestId('wizard-drop')).toContainText('It is read once');
    await page.dispatchEvent('main', 'drop', { dataTransfer: data });
    await expect(page.getByTestId('wizard-drop')).toHaveCount(0);
  };
  await drop();
  await expect(page.getByTestId('wizard-source')).toContainText('Dropped: it is read once');
  await expect(page.getByTestId('wizard-source')).toContainText('Counted when it is read');
  await expect(page.getByTestId('wizard-saved')).toHaveAttribute('data-saved', 'true');
  await page.reload();
  await expect(page.getByTestId('wizard-missing')).toHaveText('dropped.csv has to be chosen again');
  await page.getByTestId('wizard-step-review').click();
  await expect(page.locator('main')).toContainText('dropped.csv is gone');
  await drop();
  await page.getByTestId('wizard-step-review').click();
  await page.getByTestId('wizard-launch').click();
  await page.waitForURL(/#\/jobs\/\d+/);
  await expect
    .poll(async () => (await site.ask('status.summary', {})).counters, { timeout: 60_000 })
    .toMatchObject({ entered: people, synced: people, pending: 0 });
});

test('a job that is set up half-way waits on the overview and goes on there; one that is deleted comes back on demand', async ({
  page,
  site,
  home,
}) => {
  const { sourceId } = site.host.engine.host.addFile(join(home, 'Downloads', 'loyalty.csv'));
  await open(page, site, `#/wizard/source?source=${sourceId}`);
  await expect(page.getByTestId('wizard-step-source')).toContainText('loyalty.csv');
  await page.getByTestId('wizard-step-map').click();
  await expect(heading(page)).toHaveText('Map your columns');
  // Closed at once: what is not saved yet is saved on the way out.
  await page.getByTestId('wizard-country').selectOption('GB');
  await page.getByTestId('wizard-close').click();
  const drafts = page.getByTestId('drafts');
  await expect(drafts).toContainText('loyalty.csv');
  await expect(drafts).toContainText('Step 5 of 9: Fields');
  await drafts.getByRole('link', { name: 'Go on' }).click();
  await expect(page.getByTestId('wizard-country')).toHaveValue('GB');
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText('Map your columns');

  await page.getByTestId('wizard-close').click();
  await drafts.getByRole('button', { name: 'Delete the draft loyalty.csv' }).click();
  await expect(drafts).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(drafts).toContainText('loyalty.csv');
  const [kept] = await site.ask('drafts.list', {});
  expect([kept?.place, kept?.settings.country]).toEqual(['map', 'GB']);
});

test('a file that is handed over while one is before the source is for the draft that is open, else for a new one', async ({
  page,
  site,
  home,
}) => {
  const { sourceId } = site.host.engine.host.addFile(join(home, 'Downloads', 'loyalty.csv'));
  const handOver = (): Promise<void> =>
    page.evaluate((id) => {
      location.hash = `#/wizard/source?source=${id}`;
    }, sourceId);
  const draftId = await site.draft({}, { source: null, sourceName: null });
  await open(page, site, `#/wizard/accounts?draft=${draftId}`);
  await expect(page.getByTestId('wizard-step-accounts')).toHaveAttribute('aria-current', 'step');
  await handOver();
  await expect(page).toHaveURL(new RegExp(`#/wizard/source\\?draft=${draftId}$`));
  await expect(page.getByTestId('wizard-step-source')).toContainText('loyalty.csv');
  await page.getByTestId('wizard-step-map').click();
  await expect(page.getByTestId('wizard-step-map')).toHaveAttribute('aria-current', 'step');
  await handOver();
  await expect(page).toHaveURL(new RegExp(`#/wizard/source\\?draft=${draftId + 1}$`));
  await expect
    .poll(async () => (await site.ask('drafts.list', {})).map(({ settings }) => settings.sourceName))
    .toEqual(['loyalty.csv', 'loyalty.csv']);
});

test('the desktop app chooses by the dialog of the system', async ({ page, site, home }) => {
  const file = site.host.engine.host.addFile(join(home, 'Downloads', 'loyalty.csv'));
  await page.addInitScript((found) => {
    const call = async (name: string, input: unknown): Promise<unknown> => {
      const body = JSON.stringify({ name, input });
      const answer = await fetch('/api/call', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return answer.json();
    };
    const answers = [null, found];
    const choose = async () => ({ ok: true, value: answers.shift() });
    Object.assign(window, { muster: { call, onEvent: () => () => undefined, files: { choose } } });
  }, file);
  await open(page, site, `#/wizard/source?draft=${await site.draft({}, { source: null, sourceName: null })}`);
  await expect(page.getByTestId('wizard-files')).toHaveCount(0);
  // Closed without a choice, then chosen.
  await page.getByTestId('wizard-choose-file').click();
  await expect(page.getByTestId('wizard-choose-file')).toBeEnabled();
  await page.getByTestId('wizard-choose-file').click();
  await expect(page.getByTestId('wizard-count')).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('wizard-step-source')).toContainText('loyalty.csv');
});

test('a list that cannot be read says why and what to do, and the way to another one stays open', async ({
  page,
  site,
  home,
}) => {
  await open(page, site, `#/wizard/source?draft=${await picked(site, home, 'empty.csv')}`);
  await expect(page.getByTestId('wizard-source-unread')).toContainText('empty');
  await expect(page.getByTestId('wizard-missing')).toHaveText('The list cannot be read');
  await page.getByTestId('wizard-place-downloads').click();
  await page.getByTestId('wizard-file').filter({ hasText: 'loyalty.csv' }).click();
  await expect(page.getByTestId('wizard-count')).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('wizard-missing')).toHaveCount(0);
});

test('nobody is connected: the sandbox is one press away, and the wizard is watermarked by its draft alone', async ({
  page,
  site,
}) => {
  await site.ask('connections.disconnect', { connectionId: site.connectionId });
  await open(page, site, '#/wizard/connect');
  await expect(page.getByTestId('sandbox-watermark')).toHaveCount(0);
  await page.getByTestId('wizard-continue').click();
  await expect(page.getByTestId('wizard-missing')).toHaveText('Connect somebody, or use the sandbox.');
  await page.getByTestId('way-paste').click();
  await expect(page.getByRole('dialog').getByTestId('token')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByTestId('way-sandbox').click();
  await expect(page.locator('[data-connection] input')).toBeChecked();
  await expect(page.getByTestId('sandbox-watermark')).toBeVisible();
  await page.getByTestId('wizard-continue').click();
  await expect(heading(page)).toHaveText('Choose the ad account');
});

for (const [locale, colorScheme, width] of [
  ['en', 'light', 1280],
  ['fr', 'dark', 900],
] as const) {
  test.describe(() => {
    test.use({ locale, colorScheme, viewport: { width, height: 700 } });
    test(`its five steps are accessible and fit, ${locale}, ${colorScheme}, ${width} px`, async ({
      page,
      site,
      home,
    }) => {
      const draftId = await picked(site, home);
      await site.ask('drafts.save', {
        draftId,
        place: 'connect',
        settings: {
          ...(await site.ask('drafts.get', { draftId })).settings,
          steps: [{ account: site.account('no_terms') }],
        },
      });
      await open(page, site, `#/wizard/connect?draft=${draftId}`);
      await page.getByTestId('wizard-purpose-change').click();
      await isAccessible(page);
      for (const [step, seen] of [
        ['accounts', `wizard-account-${site.account('no_terms')}`],
        ['terms', 'wizard-terms'],
        ['source', 'wizard-count'],
        ['map', 'wizard-map-others'],
      ] as const) {
        await page.getByTestId('wizard-continue').click();
        await expect(page.getByTestId(seen)).toBeVisible();
        if (step === 'source') await page.getByTestId('wizard-source-change').click();
        if (step === 'map') await page.getByTestId('wizard-map-others').click();
        await isAccessible(page);
      }
      if (width === 900) {
        await page.getByTestId('wizard-steps').click();
        await isAccessible(page);
        await page.getByRole('menuitem', { name: /^Conditions/ }).click();
        await expect(page.getByTestId('wizard-terms')).toBeVisible();
      }
      await page.evaluate(() => {
        location.hash = '#/jobs';
      });
      await expect(page.getByTestId('drafts')).toBeVisible();
      await isAccessible(page);
    });
  });
}
