import { expect, type Page } from '@playwright/test';

import type { ConnectFailure } from '../../preload/contract/connections.ts';
import { messages } from '../../preload/messages/text.ts';
import { type Film, test } from './film-world.ts';

// A busy machine is slow, not wrong.
test.describe.configure({ timeout: 300_000 });

/** A login that is under way: Muster's page, the tab with Facebook's dialog, and the address that opened it. */
interface Login {
  readonly page: Page;
  readonly film: Film;
  readonly address: string;
  /** Opens the dialog, or what comes instead of it. */
  dialog(address?: string): Promise<Page>;
}

interface Scene {
  readonly what: string;
  readonly reason: ConnectFailure;
  readonly secret?: string;
  /** Settings of the Meta app, for this scene only. */
  readonly app?: object;
  act(login: Login): Promise<unknown>;
}

const press = (tab: Page, name: string): Promise<void> => tab.getByRole('button', { name }).click();

/** Something happens between the consent and the way home. */
async function onTheWayHome({ dialog }: Login, happens: (home: URL) => Promise<unknown>): Promise<void> {
  const tab = await dialog();
  const stopped = Promise.withResolvers<string>();
  // No route of Playwright's sees where a redirect leads, so the consent itself is stopped.
  await tab.route(/\/dialog\/oauth/, async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    stopped.resolve(answer.headers()['location'] ?? '');
    await route.fulfill({ contentType: 'text/plain', body: 'stopped here' });
  });
  await press(tab, 'Continue');
  const home = new URL(await stopped.promise);
  await expect(tab.getByText('stopped here')).toBeVisible();
  await happens(home);
  await tab.goto(home.href);
}

const scenes: readonly Scene[] = [
  {
    what: 'Cancel in the dialog, which Facebook answers like an app that is not live',
    reason: 'app_not_live',
    act: async ({ dialog }) => press(await dialog(), 'Cancel'),
  },
  {
    what: 'an app that is not live',
    reason: 'app_not_live',
    app: { members: ['employee'] },
    async act({ dialog }) {
      const tab = await dialog();
      await expect(tab.getByRole('heading', { level: 1 })).toContainText('App not active');
      await press(tab, 'Return to the app');
    },
  },
  {
    what: 'the person says so',
    reason: 'cancelled',
    act: ({ page }) => page.getByTestId('shown-cancelled').click(),
  },
  {
    what: 'an address that the app does not list',
    reason: 'url_blocked',
    app: { mode: 'live' },
    async act({ page, dialog, address }) {
      await expect((await dialog()).getByRole('heading', { level: 1 })).toContainText('URL Blocked');
      await page.getByTestId('shown-url_blocked').click();
      await expect(page.getByRole('dialog')).toContainText(new URL(address).searchParams.get('redirect_uri') ?? '-');
    },
  },
  {
    what: 'the state of another login',
    reason: 'wrong_state',
    async act({ dialog, address }) {
      const other = new URL(address);
      other.searchParams.set('state', 'of-an-older-tab');
      await press(await dialog(other.href), 'Continue');
    },
  },
  {
    what: 'a code that somebody else has used',
    reason: 'code_used',
    act: (login) =>
      onTheWayHome(login, ({ origin, pathname, searchParams }) => {
        const { app, sandbox } = login.film;
        const form = {
          client_id: app.id,
          client_secret: app.secret,
          code: searchParams.get('code') ?? '',
          redirect_uri: `${origin}${pathname}`,
        };
        return fetch(`${sandbox.graphUrl}/v26.0/oauth/access_token`, {
          method: 'POST',
          body: new URLSearchParams(form),
        });
      }),
  },
  {
    what: 'a code that came too late',
    reason: 'code_expired',
    act: (login) => onTheWayHome(login, () => login.film.control('POST', '/clock', { advance_ms: 11 * 60_000 })),
  },
  {
    what: 'the app is set up as a desktop app',
    reason: 'desktop_app',
    app: { desktop: true },
    act: async ({ dialog }) => press(await dialog(), 'Continue'),
  },
  {
    what: 'a secret of another app',
    reason: 'secret_wrong',
    secret: '0'.repeat(32),
    act: async ({ dialog }) => press(await dialog(), 'Continue'),
  },
  {
    what: 'a window that was closed',
    reason: 'window_closed',
    act: ({ film }) =>
      film.ask('connections.cancel', { attemptId: film.attempts.at(-1) ?? '', because: 'window_closed' }),
  },
  {
    what: 'a permission that was declined',
    reason: 'declined',
    async act({ dialog }) {
      const tab = await dialog();
      await tab.locator('[name="grant_ads_management"]').uncheck();
      await press(tab, 'Continue');
    },
  },
];

test('every way in which a login fails says what happened, why, and the next step; what was declined is asked for again', async ({
  page,
  context,
  film,
}) => {
  const usual = await film.control('GET', '/app');
  const dialogs: Page[] = [];
  const dialog = async (address: string): Promise<Page> => {
    const tab = await context.newPage();
    dialogs.push(tab);
    await tab.goto(address);
    return tab;
  };
  async function begin(secret = film.app.secret): Promise<Login> {
    film.opened.length = 0;
    await page.getByTestId('app-id').fill(film.app.id);
    await page.getByTestId('app-secret').fill(secret);
    await page.getByTestId('connect-begin').click();
    await expect.poll(() => film.opened.length).toBe(1);
    const [address = ''] = film.opened;
    return { page, film, address, dialog: (other = address) => dialog(other) };
  }
  async function says(reason: ConnectFailure): Promise<void> {
    const failure = page.locator(`dialog [data-failure="${reason}"]`);
    for (const part of ['title', 'why', 'action'] as const)
      await expect(failure).toContainText(messages.en[`connect.${reason}.${part}`]);
  }

  await press(await dialog(`${film.sandbox.graphUrl}/login`), 'Log in');
  await page.goto(`${film.url}#/wizard/connect`);
  await page.getByTestId('way-app').click();
  for (const { what, reason, secret, app, act } of scenes) {
    await test.step(what, async () => {
      if (app) await film.control('POST', '/app', app);
      await act(await begin(secret));
      await says(reason);
      await film.control('POST', '/app', { mode: usual['mode'], desktop: usual['desktop'], members: usual['members'] });
      for (const tab of dialogs.splice(0)) await tab.close();
    });
  }
  await expect(page.getByRole('dialog')).toContainText('ads_management');
  await expect(page.getByTestId('asks-again')).toBeChecked();
  expect(await film.ask('connections.list', {})).toEqual([]);

  const again = await begin();
  const tab = await again.dialog();
  await expect(tab.locator('[name="grant_ads_management"]')).toBeChecked();
  await press(tab, 'Continue');
  await expect(page.locator('[data-connection="1"] input')).toBeChecked();
});

test('nobody comes back: after ten minutes the page says so', async ({ page, film }) => {
  film.hurry(true);
  await page.goto(`${film.url}#/accounts`);
  await page.getByTestId('connect').first().click();
  await page.getByTestId('way-app').click();
  await page.getByTestId('app-id').fill(film.app.id);
  await page.getByTestId('app-secret').fill(film.app.secret);
  await page.getByTestId('app-secret').press('Enter');
  const failure = page.locator('dialog [data-failure="timed_out"]');
  for (const part of ['title', 'why', 'action'] as const)
    await expect(failure).toContainText(messages.en[`connect.timed_out.${part}`]);
});
