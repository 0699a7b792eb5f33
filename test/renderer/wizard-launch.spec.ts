import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

import type { AudienceChoice } from '../../preload/contract/wizard.ts';
import { newAudience } from '../../renderer/wizard/purpose.ts';
import { test, type WizardSite } from './wizard-site.ts';

/** Opens a step of a draft. The first address of a test buys the cookie. */
async function open(page: Page, site: WizardSite, step: string, draftId: number): Promise<void> {
  await page.goto(`${site.url}#/wizard/${step}?draft=${draftId}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Leaves the focus on the footer's last button by keys alone, and presses it. */
async function goOn(page: Page): Promise<void> {
  await page.getByTestId('wizard-continue').focus();
  await page.keyboard.press('Enter');
}

async function made(site: WizardSite, name: string, account = site.account('healthy')): Promise<string> {
  const { id } = await site.meta('POST', `/${account}/customaudiences`, {
    name,
    subtype: 'CUSTOM',
    customer_file_source: 'USER_PROVIDED_ONLY',
  });
  return String(id);
}

/** A new audience as the wizard begins it. */
function named(name: string): Extract<AudienceChoice, { readonly kind: 'new' }> {
  return newAudience(name, null);
}

test('by keyboard alone: a new audience, its fields, and a launch; what the review showed is what Meta has', async ({
  page,
  site,
}) => {
  await open(page, site, 'audience', await site.draft({}));
  await expect(page.getByTestId('wizard-missing')).toHaveText('No audience is chosen');
  await page.getByTestId('wizard-audience').focus();
  await page.keyboard.type('Diabetes club');
  await expect(page.getByTestId('wizard-audience-new')).toContainText('Make new audience “Diabetes club”');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('wizard-name-notes')).toContainText('“Diabetes” says something about people’s health');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Loyalty club');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-note]')).toHaveCount(0);
  await page.getByTestId('wizard-source-PARTNER_PROVIDED_ONLY').focus();
  await page.keyboard.press('Space');
  await goOn(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Action and matching');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByTestId('wizard-action-remove')).toBeDisabled();
  await page.getByTestId('wizard-key-FN').focus();
  await page.keyboard.press('Space');
  await expect(page.getByTestId('wizard-nobody')).toHaveText(/^0 of the first 40 rows have none of these fields/);
  await goOn(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('When it runs');
  await page.getByTestId('schedule-hourly').focus();
  await page.keyboard.press('Space');
  await expect(page.getByTestId('schedule-next').locator('li')).toHaveCount(5);
  await goOn(page);
  await expect(page.locator('[data-place]')).toHaveCount(1);
  await page.getByTestId('wizard-full-hashes').focus();
  await page.keyboard.press('Enter');
  const body = await page.getByTestId('wizard-body').innerText();
  await expect(page.getByTestId('wizard-outlook')).toHaveText('40 people in 1 request to Meta, about 5 s');
  const launch = page.getByTestId('wizard-launch');
  await expect(launch).toHaveText('Launch job');
  await launch.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/jobs\/1$/);
  await expect(page.locator('main [data-counter="synced"]')).toHaveAttribute('data-value', '40');

  const { data = [] } = (await site.meta(
    'GET',
    `/${site.account('healthy')}/customaudiences?fields=id,name,customer_file_source`,
  )) as { data?: { id: string }[] };
  expect(data).toMatchObject([{ name: 'Loyalty club', customer_file_source: 'PARTNER_PROVIDED_ONLY' }]);
  const members = await site.meta('GET', `/_sandbox/audiences/${data[0]?.id}/members?limit=100`);
  const [hash = ''] = /[0-9a-f]{64}/.exec(body) ?? [];
  expect([
    members['count'],
    JSON.stringify(members).includes(hash),
    hash.length,
    JSON.stringify(members).includes('"FN"'),
  ]).toEqual([40, true, 64, false]);
  expect(await site.ask('drafts.list', {})).toEqual([]);
});

test('the field finds what the ad account has while one types; one that cannot be filled says why and cannot be taken', async ({
  page,
  site,
}) => {
  const vip = await made(site, 'VIP customers');
  const flagged = await made(site, 'VIP debts');
  await site.meta('POST', `/_sandbox/audiences/${flagged}`, { operation_status: 471 });
  await open(page, site, 'audience', await site.draft({}));
  const field = page.getByTestId('wizard-audience');
  await field.fill('vip');
  const options = page.getByRole('option');
  await expect(options).toHaveCount(3);
  await expect(options.nth(0)).toContainText('Make new audience “vip”');
  await expect(options.nth(1)).toContainText('Restricted by Meta');
  await options.nth(1).click({ force: true });
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  for (const key of ['ArrowUp', 'Enter']) await field.press(key);
  await expect(field).toHaveValue('VIP customers');
  await expect(page.getByTestId('wizard-audience-facts')).toContainText('People');
  await expect(page.getByTestId('wizard-saved')).toHaveAttribute('data-saved', 'true');
  await page.reload();
  await expect(field).toHaveValue('VIP customers');
  await field.fill('nobody has this');
  for (const key of ['Escape', 'Escape']) await field.press(key);
  await expect(field).toHaveValue('VIP customers');
  const [draft] = await site.ask('drafts.list', {});
  expect(draft?.settings.steps[0]?.audience).toEqual({
    kind: 'existing',
    id: vip,
    name: 'VIP customers',
    isValueBased: false,
  });
});

test('what stands in the way is listed with the step that mends it, and nothing can be launched meanwhile', async ({
  page,
  site,
}) => {
  await open(page, site, 'review', await site.draft({}));
  const note = page.locator('[data-note="no_audience"]');
  await expect(note).toContainText('No audience is chosen');
  const launch = page.getByTestId('wizard-launch');
  await expect(launch).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByTestId('wizard-missing')).toHaveText('1 thing stands in the way');
  await launch.press('Enter');
  await note.getByTestId('wizard-go-audience').click();
  await expect(page).toHaveURL(/#\/wizard\/audience\?draft=1$/);
  expect(await site.ask('jobs.list', {})).toEqual([]);
});

test('missing terms: the way to them is the main button, and whoever launches all the same finds the people waiting', async ({
  page,
  site,
}) => {
  await open(page, site, 'review', await site.draft({ account: site.account('no_terms'), audience: named('Riders') }));
  await expect(page.locator('[data-note="terms"]')).toContainText('people wait until then');
  await expect(page.locator('[data-check="terms"]')).toHaveAttribute('data-light', 'fail');
  await page.getByTestId('wizard-go-terms').first().click();
  await expect(page).toHaveURL(/#\/wizard\/terms/);
  await page.goBack();
  await page.getByTestId('wizard-launch').click();
  await page.waitForURL(/#\/jobs\/1$/);
  await expect(page.locator('main [data-counter="pending"]')).toHaveAttribute('data-value', '40');
  await expect.poll(() => site.ask('holds.list', {})).toMatchObject([{ reason: 'terms' }]);
});

test('terms that went away after the look: the launch is refused in place, and the next press knows that people will wait', async ({
  page,
  site,
}) => {
  await open(page, site, 'review', await site.draft({ audience: named('Regulars') }));
  const launch = page.getByTestId('wizard-launch');
  await expect(launch).toHaveText('Launch job');
  await site.meta('DELETE', '/_sandbox/terms', { act: site.account('healthy') });
  await launch.click();
  await expect(page.getByRole('alert')).toContainText('Not launched');
  await expect(page.locator('[data-note="terms"]')).toBeVisible();
  await expect(launch).toHaveText('Launch and let 40 people wait');
  expect(await site.ask('jobs.list', {})).toEqual([]);
});

test('a value-based seed wants a value column, offers the rule for rows without one, and ends with the way to the lookalike', async ({
  page,
  site,
}) => {
  const sourceId = site.list(
    30,
    'Email;Revenue',
    (place) => `ben.${place}@example.com;${place % 3 === 0 ? '' : place}`,
  );
  const draftId = await site.draft(
    { audience: { ...named('Best customers'), isValueBased: true } },
    { purpose: 'lookalike_seed', source: { kind: 'file', sourceId }, overrides: ['Revenue=LOOKALIKE_VALUE'] },
  );
  await site.meta('POST', '/_sandbox/terms', { act: site.account('healthy'), kind: 'value_based' });
  await open(page, site, 'audience', draftId);
  await expect(page.getByTestId('wizard-value-rule')).toContainText('The column “Revenue” holds the value');
  await page.getByTestId('wizard-value-zero').check();
  await page.goto(`${new URL('/', site.url).href}#/wizard/review?draft=${draftId}`);
  await expect(page.locator('[data-place="1"]')).toContainText('LOOKALIKE_VALUE');
  await expect(page.getByTestId('wizard-lookalike')).toContainText('at least 100 people');
  await page.getByTestId('wizard-launch').click();
  await expect(page.locator('[data-toast^="lookalike"]')).toContainText('The seed is on its way');
  await expect(page.locator('main [data-counter="synced"]')).toHaveAttribute('data-value', '30');
});

test('a dropped list streams to its run after the launch', async ({ page, site }) => {
  await open(
    page,
    site,
    'source',
    await site.draft({ audience: named('Dropped') }, { source: null, sourceName: null }),
  );
  const file = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    const rows = Array.from({ length: 50 }, (_, place) => `cleo.${place}@example.com`);
    data.items.add(new File([['Email', ...rows].join('\n')], 'dropped.csv', { type: 'text/csv' }));
    return data;
  });
  await page.locator('main').dispatchEvent('drop', { dataTransfer: file });
  await expect(page.getByTestId('wizard-step-source')).toContainText('dropped.csv');
  await page.getByTestId('wizard-step-review').click();
  await expect(page.getByTestId('wizard-launch')).toHaveText('Launch job');
  await page.getByTestId('wizard-launch').click();
  await page.waitForURL(/#\/jobs\/1$/);
  await expect(page.locator('main [data-counter="synced"]')).toHaveAttribute('data-value', '50');
});

for (const [locale, colorScheme, width] of [
  ['en-US', 'light', 1280],
  ['fr-FR', 'dark', 900],
] as const) {
  test.describe(`in ${locale}, ${colorScheme}`, () => {
    test.use({ locale, colorScheme, viewport: { width, height: 900 } });
    test('the last steps are accessible in every state, and nothing stands out at the side', async ({ page, site }) => {
      const full = await site.draft(
        { account: site.account('no_terms'), audience: { ...named('Patients'), isValueBased: true } },
        { schedule: { kind: 'daily', time: '07:00', weekdays: [1, 3], zone: 'Europe/Paris' } },
      );
      const empty = await site.draft({ account: null }, { source: null });
      await page.goto(site.url);
      for (const draftId of [full, empty])
        for (const step of ['audience', 'match', 'schedule', 'review']) {
          await page.goto(`${new URL('/', site.url).href}#/wizard/${step}?draft=${draftId}`);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          if (step === 'review') await expect(page.getByTestId('wizard-notes')).toBeVisible();
          if (step === 'audience' && draftId === full) await page.getByTestId('wizard-audience').click();
          await expect(page.locator('[class*="skeleton"]')).toHaveCount(0);
          const axe = new AxeBuilder({ page });
          // All else is the same in another theme.
          if (colorScheme === 'dark') axe.withRules(['color-contrast']);
          const { violations } = await axe.analyze();
          expect(violations.map(({ id, nodes }) => [step, id, nodes.map((node) => node.html)])).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
        }
    });
  });
}
