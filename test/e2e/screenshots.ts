import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { chromium } from '@playwright/test';

import { build } from '../../main/build.ts';
import { ask, follow } from '../../main/commands/follow.ts';
import { writeSample } from '../../main/sample.ts';
import type { QueueTarget } from '../../preload/contract/queue.ts';
import { WIZARD_STEPS } from '../../preload/contract/wizard.ts';
import { newAudience } from '../../renderer/wizard/purpose.ts';
import { chromiumPath } from '../chromium.ts';
import { openMuster } from './muster.ts';

// Writes the pictures of the README from the real app: every screen, light and dark, wide and narrow.
// `screenshots.ts [FOLDER] [LOCALE] [NAME…]`: elsewhere, in another language, only those whose names begin so.
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../.github/images'));
const [, , , locale = 'en', ...only] = process.argv;
const DRAFT = 1;
const all = [
  { name: 'overview', hash: '#/home' },
  { name: 'jobs', hash: '#/jobs' },
  { name: 'job', hash: '#/jobs/1' },
  { name: 'batches', hash: '#/jobs/1/batches' },
  { name: 'problems', hash: '#/jobs/1/problems' },
  { name: 'fields', hash: '#/jobs/1/fields' },
  { name: 'held', hash: '#/jobs/2' },
  { name: 'accounts', hash: '#/accounts' },
  { name: 'terms', hash: '#/terms' },
  { name: 'troubleshooting', hash: '#/troubleshooting' },
  { name: 'paused', hash: '#/jobs/1', paused: { scope: 'job', jobId: 1 } },
  { name: 'all-paused', hash: '#/jobs', paused: { scope: 'everything' } },
  ...WIZARD_STEPS.map((step) => ({ name: `wizard-${step}`, hash: `#/wizard/${step}?draft=${DRAFT}` })),
] as const satisfies readonly { name: string; hash: string; paused?: QueueTarget }[];
const screens = all.filter(({ name }) => only.length === 0 || only.some((one) => name.startsWith(one)));
const waitsAtMost = { timeoutMs: 60_000, signal: new AbortController().signal };

await build();
mkdirSync(folder, { recursive: true });
const muster = await openMuster();
const browser = await chromium.launch({
  executablePath: chromiumPath() ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const { runId } = await ask(muster.host.engine, 'jobs.runSample', {});
  await follow(muster.host.engine, runId, { waits: false, ...waitsAtMost });
  await holdSomething();
  await setUpHalf();
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  await page.goto(muster.url);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 900]) {
      await page.setViewportSize({ width, height: 900 });
      for (const screen of screens) {
        const { name, hash } = screen;
        if ('paused' in screen) await ask(muster.host.engine, 'queue.pause', screen.paused);
        await page.goto(new URL(`/${hash}`, muster.url).href);
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (name.startsWith('wizard-')) {
          await page.locator('[data-testid="wizard-saved"][data-saved="true"]').waitFor();
          // What is read for the step is there a moment later.
          await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
        }
        // Events reach the page within a moment.
        if ('paused' in screen)
          await page
            .getByRole('button', { name: /resume/i })
            .first()
            .waitFor();
        await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
        if ('paused' in screen) await ask(muster.host.engine, 'queue.resume', screen.paused);
      }
    }
  }
} finally {
  await browser.close();
  await muster.close();
}

/** A list for an ad account that belongs to no business: it waits for a person. */
async function holdSomething(): Promise<void> {
  const { engine, sandbox } = muster.host;
  const account = sandbox?.accounts.find(({ state }) => state === 'no_business')?.id;
  if (!sandbox || account === undefined) throw new Error('the sandbox has no such account');
  const path = join(muster.dataDir, 'trade-accounts.csv');
  writeFileSync(path, `Email\n${Array.from({ length: 1200 }, (_, n) => `buyer${n}@example.com`).join('\n')}\n`);
  const { runId } = await engine.host.sync({
    connectionId: await engine.host.connect(null, sandbox.accessToken),
    source: { path, name: 'trade-accounts.csv', isSample: false },
    jobName: 'Trade accounts',
    account,
    steps: [{ audience: 'Trade accounts', action: 'add', keys: null }],
    overrides: [],
    country: 'US',
    flushMs: 0,
  });
  await follow(engine, runId, { waits: false, ...waitsAtMost });
}

/** A job that somebody is setting up, for an ad account whose terms nobody has accepted. */
async function setUpHalf(): Promise<void> {
  const { engine, sandbox } = muster.host;
  const [connection] = await ask(engine, 'connections.list', {});
  const account = sandbox?.accounts.find(({ state }) => state === 'no_terms')?.id;
  if (!connection || account === undefined) throw new Error('the sandbox has no such account');
  const { sourceId, name } = engine.host.addFile(writeSample());
  const { id } = await ask(engine, 'drafts.save', {
    place: 'review',
    settings: {
      purpose: 're_engage',
      connectionId: connection.id,
      source: { kind: 'file', sourceId },
      sourceName: name,
      steps: [{ account, audience: newAudience('Riders who stayed away', 're_engage') }],
    },
  });
  if (id !== DRAFT) throw new Error(`the draft is number ${id}`);
}
