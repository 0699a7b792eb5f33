import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

import { CONNECT_FAILURES } from '../../preload/contract/connections.ts';
import { messages } from '../../preload/messages/text.ts';
import { goTo, isAccessible, test } from './site.ts';

async function open(page: Page, world = 'full'): Promise<void> {
  await goTo(page, world, '#/accounts');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connections');
}

const wholesale = '[data-account="act_2299110044"]';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the screen, its dialogs and an open audit are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(colorScheme === 'light' ? { width: 900, height: 700 } : { width: 1280, height: 900 });
    for (const world of ['empty', 'failing']) {
      await open(page, world);
      await expect(page.locator('main h2').first()).toBeVisible();
      await isAccessible(page);
    }
    await open(page);
    await page.getByTestId('audit-act_2299110044').click();
    await expect(page.locator('[data-check]')).toHaveCount(7);
    await isAccessible(page);
    await page.getByTestId('connect').click();
    await isAccessible(page);
    await page.getByTestId('way-app').click();
    await isAccessible(page);
    await page.getByTestId('app-id').fill('482913374410025');
    await page.getByTestId('connect-begin').click();
    await expect(page.getByTestId('connect-state')).toContainText('Waiting for Facebook');
    await isAccessible(page);
    await page.getByTestId('shown-url_blocked').click();
    await expect(page.locator('[role="dialog"], dialog').locator('[data-failure="url_blocked"]')).toBeVisible();
    await isAccessible(page);
  });
}

test('a connection says who, how it is, what is declined and what ends when', async ({ page }) => {
  await open(page);
  const marta = page.locator('[data-connection="1"]');
  await expect(marta).toContainText('Marta Lindqvist');
  await expect(marta).toContainText('The token runs out within 7 days: connect again before that');
  await expect(marta).toContainText('change audiences (ads_management)');
  await expect(marta).toContainText('read business portfolios (business_management)');
  await expect(marta).toContainText('only for 2 chosen assets');
  await expect(page.locator('[data-connection="2"]')).toContainText('a system user’s token');
  await expect(page.locator('[data-connection="3"] [data-failure="password_changed"]')).toBeVisible();
});

test('every failure of a pasted token has its title, reason and next step, and the token is gone from the page', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('connect').click();
  await page.getByTestId('way-paste').click();
  const token = page.getByTestId('token');
  await expect(token).toHaveAttribute('type', 'password');
  await expect(token).toBeFocused();
  for (const reason of CONNECT_FAILURES) {
    await token.fill(reason);
    await token.press('Enter');
    const failure = page.locator(`dialog [data-failure="${reason}"]`);
    for (const part of ['title', 'why', 'action'] as const)
      await expect(failure).toContainText(messages.en[`connect.${reason}.${part}`]);
    await expect(token).toHaveValue('');
  }
  await token.fill('EAAgood');
  await token.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('[data-toast="connected"]')).toBeVisible();
  await expect(page.locator('[data-connection="4"]')).toContainText('New Person');
});

test('a login goes on while its dialog is shut, and ends with the address that is pasted', async ({ page }) => {
  await open(page);
  await page.getByTestId('connect').click();
  await page.getByTestId('way-app').click();
  await page.getByTestId('connect-begin').click();
  await expect(page.locator('dialog [data-failure="app_needed"]')).toBeVisible();
  await page.getByTestId('app-id').fill('482913374410025');
  const secret = page.getByTestId('app-secret');
  await secret.fill('not to be kept');
  await secret.press('Enter');
  await expect(page.getByTestId('connect-address').getByRole('link')).toHaveAttribute('href', /dialog\/oauth/);
  await expect(page.getByRole('dialog')).toContainText('http://localhost:43117/');
  expect(await page.content()).not.toContain('not to be kept');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByTestId('connect-show').click();
  await page.getByTestId('last-address').fill('http://localhost:43117/');
  await page.getByTestId('connect-finish').click();
  await expect(page.locator('dialog [data-failure="no_answer_in_address"]')).toBeVisible();
  await expect(page.getByTestId('last-address')).toHaveValue('');
  await page.getByTestId('last-address').fill('http://localhost:43117/?code=fine');
  await page.getByTestId('connect-finish').click();
  await expect(page.locator('[data-toast="connected"]')).toBeVisible();
});

test('without the secret the login is opened by hand', async ({ page }) => {
  await open(page, 'empty');
  await page.getByTestId('connect').click();
  await page.getByTestId('way-app').click();
  await page.getByTestId('app-id').fill('482913374410025');
  await page.getByTestId('app-id').press('Enter');
  await expect(page.getByRole('dialog')).toContainText('https://www.facebook.com/connect/login_success.html');
  await expect(page.getByRole('dialog')).toContainText('copy the whole address of the last page at once');
});

test('the sandbox connects with one press where the host embeds it', async ({ page }) => {
  await open(page, 'empty');
  await page.getByTestId('connect').press('Enter');
  await page.getByTestId('way-sandbox').press('Enter');
  await expect(page.locator('[data-connection="1"]')).toContainText('Works');
  await expect(page.getByText('No ad account yet')).toBeVisible();
});

test('what was declined is asked for again', async ({ page }) => {
  await open(page);
  await page.getByTestId('reconnect-1').click();
  await page.getByTestId('way-app').click();
  await expect(page.getByTestId('app-id')).toHaveValue('482913374410025');
  await page.getByTestId('connect-begin').click();
  await page.getByTestId('last-address').fill('http://localhost:43117/?code=declined');
  await page.getByTestId('connect-finish').click();
  await expect(page.locator('dialog [data-failure="declined"]')).toContainText('Missing: ads_management');
  await expect(page.getByTestId('asks-again')).toBeChecked();
});

test('hundreds of ad accounts are searched, chosen as a draft, and asked about before jobs pause', async ({ page }) => {
  await open(page);
  await expect(page.locator('[data-account]')).toHaveCount(100);
  await page.getByTestId('accounts-search').fill('client 239');
  await expect(page.locator('[data-account]')).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Work with Client 239 shop' }).check();
  await page.getByTestId('accounts-search').fill('nobody');
  await page.getByTestId('accounts-clear').click();
  await page.getByTestId('use-act_2299110044').uncheck();
  await expect(page.getByTestId('changes')).toContainText('2 changes not saved');
  await page.getByTestId('changes-save').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save the choice' }).click();
  await expect(page.getByTestId('changes')).toHaveCount(0);
  await expect(page.getByTestId('use-act_2299110044')).not.toBeChecked();
});

test('an audit shows every line with its light, evidence and one action', async ({ page }) => {
  await open(page);
  await page.getByTestId('audit-all').click();
  await expect(page.locator(wholesale)).toContainText('In the way');
  await page
    .locator(wholesale)
    .getByRole('button', { name: /^Lines of the audit/ })
    .click();
  const terms = page.locator('[data-check="terms"]');
  await expect(terms).toHaveAttribute('data-light', 'fail');
  await expect(terms).toContainText('but not Marta Lindqvist, whose token this is');
  await expect(terms).toContainText('user_tos_accepted: custom_audience_tos absent');
  await expect(terms.getByRole('link')).toHaveAttribute('href', /tos\/\?act=2299110044$/);
  await expect(page.locator('[data-check="quota"]')).toHaveAttribute('data-light', 'unknown');
  await page.locator('[data-check="token"]').getByTestId('audit-reconnect').click();
  await expect(page.getByRole('dialog')).toContainText('Connect again');
});

test('disconnecting says which jobs wait, and asks whether Meta shall forget too', async ({ page }) => {
  await open(page);
  await page.getByTestId('more-1').click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(
    '4 jobs wait until somebody connects again: Purchasers, 180 days, Trade accounts, Loyalty members, Store event RSVPs',
  );
  await expect(page.getByTestId('disconnect-keep')).toBeFocused();
  await page.getByTestId('disconnect-revokes').check();
  await page.getByTestId('disconnect-act').click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-connection="1"]')).toContainText('Disconnected');
});
