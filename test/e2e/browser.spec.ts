import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import { ask } from '../../main/commands/follow.ts';
import type { Counters } from '../../preload/contract/counters.ts';
import { type OpenedMuster, openMuster } from './muster.ts';

const NAMES = ['entered', 'synced', 'not_synced', 'pending', 'errored', 'proceeded', 'exited'] as const;

let muster: OpenedMuster;
test.beforeAll(build);
test.beforeEach(async () => {
  muster = await openMuster();
});
test.afterEach(() => muster.close());

/** The seven counters as the page shows them, read in one go so that they are of one moment. */
function shown(page: Page): Promise<Record<string, number>> {
  return page
    .locator('main [data-counter]')
    .evaluateAll((cells) =>
      Object.fromEntries(
        cells.map((c) => [c.getAttribute('data-counter') ?? '', Number(c.getAttribute('data-value'))]),
      ),
    );
}

function inOrder(counters: Counters): Record<string, number> {
  return Object.fromEntries(NAMES.map((name) => [name, counters[name]]));
}

test('a newcomer runs the sample and sees the numbers of `muster status`, which add up at every look', async ({
  page,
}) => {
  await page.goto(muster.url);
  await page.getByTestId('run-sample').first().click();
  await page.waitForURL(/#\/jobs\/1/);
  const looks: Record<string, number>[] = [];
  await expect(async () => {
    const now = await shown(page);
    looks.push(now);
    expect(now).toMatchObject({ pending: 0, errored: 0 });
    expect(now['entered']).toBeGreaterThan(5000);
  }).toPass();
  for (const c of looks.filter((look) => look['entered'] !== undefined)) {
    expect(c['entered']).toBe((c['synced'] ?? 0) + (c['not_synced'] ?? 0) + (c['pending'] ?? 0) + (c['errored'] ?? 0));
    expect(c['entered']).toBe((c['proceeded'] ?? 0) + (c['exited'] ?? 0));
  }
  const { counters } = await ask(muster.host.engine, 'status.summary', {});
  expect(await shown(page)).toEqual(inOrder(counters));
  await page.reload();
  await expect.poll(() => shown(page)).toEqual(inOrder(counters));
});

test('run again: batches with attempts, problems with their remedy, and the sandbox is named on every screen', async ({
  page,
}) => {
  await page.goto(muster.url);
  const { jobId } = await ask(muster.host.engine, 'jobs.runSample', {});
  await page.goto(new URL(`/#/jobs/${jobId}`, muster.url).href);
  await expect(page.locator('[data-counter=pending]').first()).toHaveAttribute('data-value', '0');
  await page.getByTestId('run-sample').first().click();
  await expect(page.locator('option')).toHaveCount(2);
  for (const hash of ['#/home', '#/jobs', `#/jobs/${jobId}`, `#/jobs/${jobId}/batches`, `#/jobs/${jobId}/problems`]) {
    await page.goto(new URL(`/${hash}`, muster.url).href);
    await expect(page.getByTestId('sandbox-watermark')).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.goto(new URL(`/#/jobs/${jobId}/problems`, muster.url).href);
  await expect(page.getByText('Not a word for female or male', { exact: false }).first()).toBeVisible();
});

test('the page is served with its policy, says nothing on the console and asks nobody but Muster', async ({ page }) => {
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  const response = await page.goto(muster.url);
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  await expect(page.getByTestId('run-sample').first()).toBeVisible();
  expect(said).toEqual([]);
  expect([...new Set(asked)]).toEqual([new URL(muster.url).origin]);
});
