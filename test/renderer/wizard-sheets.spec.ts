import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { utils, write } from '@e965/xlsx';
import { expect, type Page } from '@playwright/test';

import { isAccessible } from './site.ts';
import { test as base, type WizardSite } from './wizard-site.ts';

const CONTACTS = [
  ['Kontakt', 'Ref', 'Notes'],
  ['anna@example.com', 'C-1', 'vip'],
  ['ben@example.com', 'C-2', ''],
];

const test = base.extend<{ readonly folder: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads off the pattern what a fixture needs
  folder: async ({}, give) => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-sheets-'));
    await give(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

async function open(page: Page, site: WizardSite, hash: string): Promise<void> {
  await page.goto(`${site.url}${hash}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** A draft with this file; its number. */
function drafted(site: WizardSite, path: string): Promise<number> {
  const { sourceId, name } = site.host.engine.host.addFile(path);
  return site.draft({}, { source: { kind: 'file', sourceId }, sourceName: name });
}

async function inBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await isAccessible(page);
  }
}

test('a workbook is read sheet by sheet: another sheet is another list, and a hidden one is named so', async ({
  page,
  site,
  folder,
}) => {
  const sheets = {
    Contacts: utils.aoa_to_sheet(CONTACTS),
    'Old ones': utils.aoa_to_sheet([['Email'], ['old@example.com']]),
  };
  const path = join(folder, 'book.xlsx');
  const Workbook = { Sheets: [{ Hidden: 0 as const }, { Hidden: 1 as const }] };
  writeFileSync(
    path,
    write(
      { SheetNames: Object.keys(sheets), Sheets: sheets, Workbook },
      { type: 'buffer', bookType: 'xlsx' },
    ) as Buffer,
  );
  const draftId = await drafted(site, path);
  await page.setViewportSize({ width: 900, height: 700 });
  await open(page, site, `#/wizard/source?draft=${draftId}`);
  const sheet = page.getByTestId('wizard-sheet');
  await expect(sheet).toHaveValue('Contacts');
  await expect(sheet.locator('option')).toHaveText(['Contacts · to row 3', 'Old ones · to row 2 (hidden)']);
  await expect(page.getByTestId('wizard-count')).toHaveAttribute('data-value', '2');
  await inBothThemes(page);
  await page.getByLabel('Sheet').selectOption('Old ones');
  await expect(page.getByTestId('wizard-count')).toHaveAttribute('data-value', '1');
  await expect(page.getByTestId('wizard-source')).toContainText('Excel workbook');
  await expect(page.getByTestId('wizard-saved')).toHaveAttribute('data-saved', 'true');
  expect((await site.ask('drafts.get', { draftId })).settings.sheet).toBe('Old ones');
});

test('a list with columns that were mapped by hand is mapped in the same way, which can be taken back and forgotten', async ({
  page,
  site,
  folder,
}) => {
  const csv = (name: string, rows: readonly (readonly string[])[]): string => {
    const path = join(folder, name);
    writeFileSync(path, rows.map((row) => `${row.join(',')}\n`).join(''));
    return path;
  };
  const { connectionId } = site;
  const { runId } = await site.host.engine.host.sync({
    connectionId,
    source: { path: csv('march.csv', CONTACTS), name: 'march.csv', isSample: false },
    jobName: 'March',
    account: site.account('healthy'),
    steps: [{ audience: 'March', action: 'add', keys: null }],
    overrides: ['Ref=EXTERN_ID', 'Notes=CT'],
    country: null,
    flushMs: 0,
  });
  await expect.poll(async () => (await site.ask('runs.get', { runId })).state).not.toBe('reading');

  const draftId = await drafted(site, csv('april.csv', CONTACTS));
  await open(page, site, `#/wizard/map?draft=${draftId}`);
  const line = page.getByTestId('wizard-saved-mapping');
  await expect(line).toHaveAttribute('data-state', 'used');
  await expect(page.getByTestId('wizard-key-2')).toHaveValue('CT');
  await inBothThemes(page);
  await page.getByTestId('wizard-saved-decline').click();
  await expect(line).toHaveAttribute('data-state', 'same');
  await expect(page.getByTestId('wizard-key-2')).toHaveCount(0);
  await page.getByTestId('wizard-saved-use').click();
  await expect(page.getByTestId('wizard-key-2')).toHaveValue('CT');

  const other = await drafted(
    site,
    csv(
      'may.csv',
      CONTACTS.map(([contact = '', ref = ''], at) => [contact, ref, at === 0 ? 'Shop' : 'x']),
    ),
  );
  await page.evaluate((id) => {
    location.hash = `#/wizard/map?draft=${id}`;
  }, other);
  await expect(line).toHaveAttribute('data-state', 'differs');
  await expect(line).toContainText('New here: Shop. Gone: Notes.');
  await page.setViewportSize({ width: 900, height: 700 });
  await inBothThemes(page);
  await page.getByTestId('wizard-saved-forget').click();
  await expect(line).toHaveCount(0);
  await expect(page.getByText('The kept mapping is forgotten')).toBeVisible();
});
