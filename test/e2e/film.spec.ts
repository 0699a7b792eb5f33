import { expect, type Locator, type Page } from '@playwright/test';

import { messages, text } from '../../preload/messages/text.ts';
import { type Film, shown, statusOf, test } from './film-world.ts';
import { type Hands, keyboard, pointer } from './hands.ts';

// A busy machine is slow, not wrong.
test.describe.configure({ timeout: 300_000 });
const SLOW = { timeout: 90_000 };

type Words = (typeof messages)[keyof typeof messages];

const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });

/** The tab that the system's browser opens for Muster. */
async function facebookTab(page: Page, film: Film): Promise<Page> {
  await expect.poll(() => film.opened.length).toBeGreaterThan(0);
  const tab = await page.context().newPage();
  await tab.goto(film.opened.pop() ?? '');
  return tab;
}

/** Becomes somebody else at Facebook, and accepts the terms that the tab shows. */
async function acceptAs(tab: Page, hands: Hands, name: string): Promise<void> {
  await hands.press(tab.getByRole('link', { name: 'Somebody else?' }));
  await hands.press(tab.getByRole('radio', { name }));
  await hands.press(tab.getByRole('button', { name: 'Log in' }));
  await hands.press(tab.getByRole('button', { name: 'Accept' }));
  await expect(tab.getByRole('status')).toContainText(`Accepted by ${name}`);
}

/** From nobody connected to the review of a job whose terms nobody has accepted. */
async function setUp(page: Page, film: Film, hands: Hands, words: Words): Promise<void> {
  const goOn = (): Promise<void> => hands.press(page.getByTestId('wizard-continue'));
  const at = async (title: keyof Words): Promise<void> => {
    await expect(heading(page)).toHaveText(words[title]);
    await expect(heading(page)).toBeFocused();
  };

  await page.goto(film.url);
  await hands.press(page.getByTestId('new-job'));
  await at('wizard.connect.title');
  await hands.press(page.getByTestId('way-app'));
  await hands.write(page.getByTestId('app-id'), film.app.id);
  await hands.write(page.getByTestId('app-secret'), film.app.secret);
  await hands.press(page.getByTestId('connect-begin'));
  const facebook = await facebookTab(page, film);
  await hands.press(facebook.getByRole('button', { name: 'Log in' }));
  await hands.press(facebook.getByRole('button', { name: 'Continue' }));
  await expect(heading(facebook)).toHaveText(text('connect.page.done.title'));
  await facebook.close();
  await expect(page.locator('[data-connection="1"] input')).toBeChecked();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await goOn();

  await at('wizard.accounts.title');
  const account = film.account('no_terms');
  await hands.press(page.getByTestId(`wizard-account-${account}`));
  await expect(page.getByTestId(`wizard-account-${account}`)).toBeChecked();
  await goOn();

  await at('wizard.terms.title');
  await expect(page.getByTestId('wizard-terms')).toHaveAttribute('data-green', 'false');
  await goOn();

  await at('wizard.source.title');
  await hands.press(page.getByTestId('wizard-place-downloads'));
  await hands.press(page.getByTestId('wizard-file').filter({ hasText: 'customers-export.csv' }));
  await expect(page.getByTestId('wizard-count')).toHaveAttribute('data-state', 'done', SLOW);
  await goOn();

  await at('wizard.map.title');
  await expect(page.locator('[data-column="0"]')).toContainText('customer.0@example.com', SLOW);
  await goOn();

  await at('wizard.audience.title');
  await hands.write(page.getByTestId('wizard-audience'), 'Riders');
  await page.getByTestId('wizard-audience').press('Enter');
  await goOn();

  await at('wizard.match.title');
  await expect(page.getByTestId('wizard-nobody')).toBeVisible(SLOW);
  await goOn();

  await at('schedule.title');
  await goOn();

  await at('wizard.review.title');
  await expect(page.locator('[data-note="terms"]')).toContainText(/Sam Sandbox|North Wind/);
  await expect(page.getByTestId('wizard-outlook')).toBeVisible(SLOW);
}

for (const { title, locale, colorScheme, width, hands, words } of [
  {
    title: 'by pointer, in English',
    locale: 'en-US',
    colorScheme: 'light',
    width: 1280,
    hands: pointer,
    words: messages.en,
  },
  {
    title: 'by keyboard alone, in French',
    locale: 'fr-FR',
    colorScheme: 'dark',
    width: 900,
    hands: keyboard,
    words: messages.fr,
  },
] as const) {
  test.describe(() => {
    test.use({ locale, colorScheme, viewport: { width, height: 800 } });
    test(`${title}: a broken export waits for the terms, not moved by the wrong person, and drains once the right one accepts`, async ({
      page,
      context,
      film,
    }) => {
      let pointed = 0;
      await context.exposeBinding('pointed', () => void (pointed += 1));
      await context.addInitScript(() => {
        const say = Reflect.get(window, 'pointed') as () => void;
        for (const event of ['pointerdown', 'wheel']) addEventListener(event, () => say(), true);
      });
      await film.control('POST', '/roles', { person: 'employee', act: film.account('no_terms'), tasks: ['ADVERTISE'] });
      await setUp(page, film, hands, words);

      const launch = page.getByTestId('wizard-launch');
      await expect(launch).not.toHaveText(words['wizard.launch']);
      await expect(launch).not.toHaveAttribute('aria-disabled', 'true');
      await hands.press(launch);
      await page.waitForURL(/#\/jobs\/1$/);
      const need = page.locator('[data-hold="terms"]');
      await expect(need).toContainText(words['hold.terms.title'], SLOW);
      await expect.poll(async () => (await film.ask('jobs.get', { jobId: 1 })).runs[0]?.state, SLOW).toBe('sending');
      await expect.poll(async () => (await shown(page)).pending, SLOW).toBeGreaterThan(5_000);
      const waiting = await shown(page);
      expect(waiting).toMatchObject({ synced: 0, errored: 0 });

      const opens = context.waitForEvent('page');
      await hands.press(need.getByRole('link'));
      const terms = await opens;
      await acceptAs(terms, hands, 'Robin Roe');
      if (hands === pointer) {
        await expect(need).toContainText(text('hold.probe.person_untold'), SLOW);
        expect(await shown(page)).toEqual(waiting);
      } else {
        await hands.press(page.locator('nav a[href="#/terms"]'));
        const kind = page.locator(`[data-account="${film.account('no_terms')}"] [data-kind="customer_list"]`);
        await expect(kind).toContainText(words['terms.state.person_untold']);
        expect((await film.ask('status.summary', {})).counters).toEqual(waiting);
      }

      await acceptAs(terms, hands, 'Sam Sandbox');
      await terms.close();
      if (hands === keyboard) {
        await expect(page.getByText(words['ui.terms.turned'])).toBeVisible();
        await page.goBack();
      }
      await expect.poll(async () => (await shown(page)).pending, SLOW).toBe(0);
      const drained = await shown(page);
      expect(drained).toEqual({
        ...waiting,
        synced: waiting.synced + waiting.pending,
        pending: 0,
        proceeded: drained.proceeded,
        exited: drained.exited,
      });
      expect(drained).toEqual(await statusOf(film));
      await expect(need).toHaveCount(0);
      if (hands === keyboard) expect(pointed).toBe(0);
    });
  });
}
