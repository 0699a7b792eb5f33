import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { type ElectronApplication, expect, type Page, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import type { DesktopBridge } from '../../preload/contract/desktop.ts';
import { text } from '../../preload/messages/text.ts';
import { type DesktopApp, withDesktop } from './desktop-app.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from './self-signed.ts';

test.beforeAll(build);

/** Of the sandbox. */
const APP = '271828182845904';
const SLOW = { timeout: 60_000 };

const bridge = (page: Page) => ({
  openLogin: (attemptId: string) =>
    page.evaluate((id) => (Reflect.get(window, 'muster') as DesktopBridge).windows.openLogin(id), attemptId),
  openTerms: (order: Parameters<DesktopBridge['windows']['openTerms']>[0]) =>
    page.evaluate((given) => (Reflect.get(window, 'muster') as DesktopBridge).windows.openTerms(given), order),
});

/** Begins a login and opens its window. */
async function openLogin({
  app,
  page,
  call,
}: DesktopApp): Promise<{ readonly attemptId: string; readonly window: Page }> {
  const { attemptId } = await call('connections.begin', { way: 'window', graph: 'sandbox', appId: APP });
  const opened = app.waitForEvent('window');
  expect(await bridge(page).openLogin(attemptId)).toEqual({ ok: true, value: null });
  return { attemptId, window: await opened };
}

async function logIn(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Log in' }).click();
  await window.getByRole('button', { name: 'Continue' }).click();
}

const attemptOf =
  ({ call }: DesktopApp, attemptId: string) =>
  async (): Promise<object> => {
    const attempt = await call('connections.attempt', { attemptId });
    return attempt.state === 'failed' ? { state: attempt.state, reason: attempt.reason } : { state: attempt.state };
  };

const titles = (app: ElectronApplication) => (): Promise<readonly string[]> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));

const cookies = (app: ElectronApplication, partition: string): Promise<number> =>
  app.evaluate(async ({ session }, name) => (await session.fromPartition(name).cookies.get({})).length, partition);

test('a login and its terms: one partition for each, the address in the title, nothing but Meta’s pages, and forgotten on disconnect', () =>
  withDesktop(async (desktop) => {
    const { app, page, call } = desktop;
    const { attemptId, window } = await openLogin(desktop);
    await expect(window.getByRole('button', { name: 'Log in' })).toBeVisible();
    await expect
      .poll(titles(app))
      .toEqual(expect.arrayContaining([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+ – SANDBOX$/)]));
    // No bridge, no way elsewhere, no other windows.
    expect(
      await window.evaluate(() => ['muster', 'require'].map((name) => typeof Reflect.get(globalThis, name))),
    ).toEqual(['undefined', 'undefined']);
    await window.evaluate(() => void globalThis.open('https://elsewhere.example/'));
    await window.evaluate(() => globalThis.location.assign('https://elsewhere.example/'));
    await logIn(window);
    await expect.poll(attemptOf(desktop, attemptId), SLOW).toEqual({ state: 'done' });
    await expect.poll(() => window.isClosed()).toBe(true);

    const [connection] = await call('connections.list', {});
    const connectionId = connection?.id ?? 0;
    const unsigned = async (): Promise<number> => {
      const { accounts } = await call('terms.list', { connectionId });
      return accounts.filter(({ kinds }) =>
        kinds.some(({ kind, person }) => kind === 'customer_list' && person !== true),
      ).length;
    };
    const before = await unsigned();
    await page.evaluate(() => {
      globalThis.location.hash = '#/terms';
    });
    const opened = app.waitForEvent('window');
    await page.getByTestId('terms-window-business').first().click();
    const terms = await opened;
    // Whoever has logged in for the connection is logged in here.
    await terms.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(unsigned, SLOW).toBeLessThan(before);

    const partition = `login-${attemptId}`;
    expect(await cookies(app, partition)).toBeGreaterThan(0);
    await call('connections.disconnect', { connectionId });
    expect(await cookies(app, partition)).toBe(0);
    await expect.poll(() => terms.isClosed()).toBe(true);
  }));

test('closing the window ends the login, ending the login closes the window, and a new one knows nobody', () =>
  withDesktop(async (desktop) => {
    const { app, page, call } = desktop;
    const first = await openLogin(desktop);
    await first.window.getByRole('button', { name: 'Log in' }).click();
    await expect(first.window.getByRole('button', { name: 'Continue' })).toBeVisible();
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.getTitle() !== 'Muster')
        ?.close(),
    );
    await expect.poll(attemptOf(desktop, first.attemptId)).toEqual({ state: 'failed', reason: 'window_closed' });

    const second = await openLogin(desktop);
    await expect(second.window.getByRole('button', { name: 'Log in' })).toBeVisible();
    await call('connections.cancel', { attemptId: second.attemptId });
    await expect.poll(() => second.window.isClosed()).toBe(true);
    expect(await attemptOf(desktop, second.attemptId)()).toEqual({ state: 'failed', reason: 'cancelled' });
    expect([
      await bridge(page).openLogin(second.attemptId),
      await bridge(page).openLogin('unknown'),
      await bridge(page).openTerms({ connectionId: 99, account: 'act_1', page: 'business' }),
      await bridge(page).openTerms({ connectionId: 1, account: 'https://evil.example/', page: 'business' }),
    ]).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ ok: false })));
  }));

test('a certificate that nobody vouches for is never accepted, and said', async () => {
  let requests = 0;
  const server = createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (_request, response) => {
    requests += 1;
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  try {
    await withDesktop(
      async ({ app, page }) => {
        await app.evaluate(({ dialog }) => {
          dialog.showMessageBox = ((_window: unknown, { message }: { readonly message: string }) => {
            Reflect.set(globalThis, 'said', message);
            return Promise.resolve({ response: 1, checkboxChecked: false });
          }) as typeof dialog.showMessageBox;
        });
        await page.evaluate(() => {
          globalThis.location.hash = '#/accounts';
        });
        await page.getByTestId('connect').first().click();
        await page.getByTestId('way-app').click();
        await page.getByTestId('app-id').fill(APP);
        await page.getByTestId('connect-begin').click();
        const said = (): Promise<unknown> => app.evaluate(() => Reflect.get(globalThis, 'said'));
        await expect.poll(said, SLOW).toBe(text('desktop.meta.untrusted', { host: 'www.facebook.com' }));
        await expect(page.getByText(text('connect.window_closed.title'))).toBeVisible();
        expect(requests).toBe(0);
      },
      { args: [`--host-resolver-rules=MAP www.facebook.com 127.0.0.1:${port}`] },
    );
  } finally {
    server.close();
  }
});
