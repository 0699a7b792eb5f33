import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import type { DesktopBridge } from '../../preload/contract/desktop.ts';
import { filesOf, withDesktop, writeList } from './desktop-app.ts';

test.beforeAll(build);

/** Of the sandbox. */
const APP = '271828182845904';
const PEOPLE = 1_200;
const SLOW = { timeout: 60_000 };

test('from nothing to an audience: log in, sign the terms, choose a list, launch; each of Meta’s pages in a window of its own', () =>
  withDesktop(async ({ app, page, call }, dataDir) => {
    const heading = page.getByRole('heading', { level: 1 });
    const goOn = (): Promise<void> => page.getByTestId('wizard-continue').click();

    const { attemptId } = await call('connections.begin', { way: 'window', graph: 'sandbox', appId: APP });
    const loginOpened = app.waitForEvent('window');
    await page.evaluate((id) => (Reflect.get(window, 'muster') as DesktopBridge).windows.openLogin(id), attemptId);
    const login = await loginOpened;
    await login.getByRole('button', { name: 'Log in' }).click();
    await login.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(async () => (await call('connections.list', {})).length, SLOW).toBe(1);
    const [connection] = await call('connections.list', {});
    const { accounts } = await call('terms.list', { connectionId: connection?.id ?? 0 });
    const account = accounts.find(({ business, kinds }) => business !== null && kinds[0]?.state === 'nobody')?.account;

    await page.getByTestId('new-job').click();
    await expect(heading).toHaveText('Connect to Meta');
    await goOn();
    await expect(heading).toHaveText('Choose the ad account');
    await page.getByTestId(`wizard-account-${account}`).click();
    await goOn();

    await expect(heading).toHaveText('Accept the Custom Audience terms');
    const termsOpened = app.waitForEvent('window');
    await page.getByTestId('terms-window-business').click();
    const terms = await termsOpened;
    await terms.getByRole('button', { name: 'Accept' }).click();
    await expect(page.getByTestId('wizard-terms')).toHaveAttribute('data-green', 'true', SLOW);
    await goOn();

    await expect(heading).toHaveText('Choose the list');
    const list = join(filesOf(dataDir), 'people.csv');
    writeList(list, PEOPLE);
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, list);
    await page.getByTestId('wizard-choose-file').click();
    await expect(page.getByTestId('wizard-count')).toHaveAttribute('data-value', String(PEOPLE), SLOW);
    await goOn();
    await expect(heading).toHaveText('Map your columns');
    await goOn();

    await page.getByTestId('wizard-audience').fill('Loyalty club');
    await page.getByTestId('wizard-audience').press('Enter');
    await goOn();
    await expect(heading).toHaveText('Action and matching');
    await goOn();
    await expect(heading).toHaveText('When it runs');
    await goOn();
    await page.getByTestId('wizard-launch').click();
    await expect
      .poll(async () => (await call('jobs.list', {}))[0], SLOW)
      .toMatchObject({ counters: { entered: PEOPLE, synced: PEOPLE, pending: 0 }, account });
  }));
