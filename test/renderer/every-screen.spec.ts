import { rmSync } from 'node:fs';

import { expect, type Page } from '@playwright/test';
import type { Plugin } from 'vite';

import { ACTIVITY_TABS, activityHref, JOB_TABS, jobHref, wizardHref } from '../../renderer/route.ts';
import { newAudience } from '../../renderer/wizard/purpose.ts';
import { SHOWN_STEPS } from '../../renderer/wizard/step-names.ts';
import { isAccessible } from './site.ts';
import { buildPage, test, type WizardSite } from './wizard-site.ts';

/** Runs the sample and begins a draft, so that every screen has something to show. Their addresses, and those of the other screens. */
async function everyScreen(site: WizardSite): Promise<readonly string[]> {
  const { jobId, runId } = await site.ask('jobs.runSample', {});
  await expect.poll(async () => (await site.ask('runs.get', { runId })).endedAt, { timeout: 60_000 }).not.toBeNull();
  const draftId = await site.draft({ audience: newAudience('Loyalty club', null) });
  return [
    '#/home',
    '#/jobs',
    ...JOB_TABS.map((tab) => jobHref(jobId, { tab })),
    '#/accounts',
    '#/terms',
    '#/troubleshooting',
    ...ACTIVITY_TABS.map((tab) => activityHref(tab)),
    '#/settings',
    ...SHOWN_STEPS.map((step) => wizardHref(step, draftId)),
  ];
}

/** Opens a screen and waits until its parts are there. */
async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((address) => {
    window.location.hash = address;
  }, hash);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page.locator('[aria-hidden] > i[style^="width"]')).toHaveCount(0);
}

for (const language of ['en', 'fr'] as const) {
  test(`axe finds nothing on any screen in either theme, ${language}`, async ({ page, site }) => {
    test.setTimeout(400_000);
    // The narrowest window with the longer language.
    await page.setViewportSize(language === 'fr' ? { width: 900, height: 700 } : { width: 1280, height: 900 });
    await site.ask('settings.change', { language });
    const screens = await everyScreen(site);
    await page.goto(site.url);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const hash of screens) {
      await test.step(hash, async () => {
        await page.emulateMedia({ colorScheme: 'light' });
        await show(page, hash);
        await isAccessible(page);
        // Colours are all that the dark theme changes.
        await page.emulateMedia({ colorScheme: 'dark' });
        await isAccessible(page, ['color-contrast']);
      });
    }
  });
}

/** A language in which every text of ours stands in marks, so that whatever stands outside of them is data, or was never translated. */
const marked: Plugin = {
  name: 'marked-texts',
  enforce: 'pre',
  transform: (code, id) =>
    /messages\/(?:en|fr)\.json$/.test(id)
      ? JSON.stringify(
          Object.fromEntries(Object.entries(JSON.parse(code) as object).map(([key, text]) => [key, `⟦${text}⟧`])),
        )
      : null,
};

const pseudo = test.extend<object, { readonly pageDir: string }>({
  pageDir: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads off the pattern what a fixture needs
    async ({}, use) => {
      const outDir = await buildPage([marked]);
      await use(outDir);
      rmSync(outDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

pseudo(
  'every word on every screen is in the messages, comes from the engine, or is a name of time',
  async ({ page, site }) => {
    pseudo.setTimeout(300_000);
    const told = new Set<string>();
    const keep = (value: unknown): void => {
      if (typeof value === 'string') told.add(value);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(keep);
    };
    page.on('response', (answer) => {
      if (answer.url().endsWith('/api/call')) void answer.json().then(keep, () => undefined);
    });
    const screens = await everyScreen(site);
    await page.goto(site.url);
    const found: string[] = [];
    for (const hash of screens) {
      await show(page, hash);
      expect(await page.locator('body').textContent()).toContain('⟦');
      const loose = await page.evaluate(looseWords, [...told]);
      found.push(...loose.map((word) => `${hash} ${word}`));
    }
    expect(found).toEqual([]);
  },
);

/** Runs in the page: texts and labels that stand outside of the marks and that nobody told. */
function looseWords(told: readonly string[]): readonly string[] {
  const data = told.filter((text) => /\p{L}/u.test(text)).toSorted((a, b) => b.length - a.length);
  const shown: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, textContent } = walker.currentNode;
    // Key caps, requests as they are, and what a select lists: countries and time zones as the browser calls them.
    if (parent && !parent.closest('kbd, code, pre, option, script, style')) shown.push(textContent ?? '');
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) shown.push(element.getAttribute(name) ?? '');
  return [...new Set(shown)].filter((text) => {
    let rest = text;
    for (let before = ''; before !== rest;) {
      before = rest;
      rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
    }
    for (const one of data) rest = rest.replaceAll(one, ' ');
    // Months, days, hours and sizes as the browser writes them, example addresses, and the two letters of a client.
    rest = rest
      .replaceAll(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*/g, ' ')
      .replaceAll(/\b(?:[AP]M|byte|[kMG]B)\b|^https?:\S+$|^\p{Lu}{2}$/gu, ' ');
    return /\p{L}{2}/u.test(rest);
  });
}
