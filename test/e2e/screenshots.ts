import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { chromium } from '@playwright/test';

import { build } from '../../main/build.ts';
import { ask, follow } from '../../main/commands/follow.ts';
import { chromiumPath } from '../chromium.ts';
import { openMuster } from './muster.ts';

// Writes the pictures of the README from the real app: every screen, light and dark, wide and narrow.
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../.github/images'));
const screens = [
  { name: 'overview', hash: '#/home' },
  { name: 'jobs', hash: '#/jobs' },
  { name: 'job', hash: '#/jobs/1' },
  { name: 'batches', hash: '#/jobs/1/batches' },
  { name: 'problems', hash: '#/jobs/1/problems' },
  { name: 'fields', hash: '#/jobs/1/fields' },
];

await build();
mkdirSync(folder, { recursive: true });
const muster = await openMuster();
const browser = await chromium.launch({
  executablePath: chromiumPath() ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const { runId } = await ask(muster.host.engine, 'jobs.runSample', {});
  await follow(muster.host.engine, runId, { waits: false, timeoutMs: 60_000, signal: new AbortController().signal });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(muster.url);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 900]) {
      await page.setViewportSize({ width, height: 900 });
      for (const { name, hash } of screens) {
        await page.goto(new URL(`/${hash}`, muster.url).href);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      }
    }
  }
} finally {
  await browser.close();
  await muster.close();
}
