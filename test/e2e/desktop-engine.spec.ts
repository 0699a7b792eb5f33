import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import type { Counters } from '../../preload/contract/counters.ts';
import { text } from '../../preload/messages/text.ts';
import { dataFolder, type DesktopApp, launchDesktop, queueJob, withDesktop } from './desktop-app.ts';

test.beforeAll(build);

const PEOPLE = 45_000;
const SLOW = { timeout: 60_000 };

const isBalanced = (c: Counters): boolean =>
  c.entered === c.synced + c.not_synced + c.pending + c.errored && c.entered === c.proceeded + c.exited;

/** In the middle: something has been accepted, and something waits. */
async function untilMidway({ call }: DesktopApp, runId: number): Promise<void> {
  const midway = async (): Promise<boolean> => {
    const { counters } = await call('status.summary', { runId });
    return counters.synced > 0 && counters.pending > 0;
  };
  await expect.poll(midway, { ...SLOW, intervals: [50] }).toBe(true);
}

async function kill({ enginePid }: DesktopApp): Promise<number> {
  await expect.poll(enginePid, SLOW).not.toBeNull();
  const pid = (await enginePid()) ?? 0;
  process.kill(pid, 'SIGKILL');
  await expect.poll(enginePid, SLOW).not.toBe(pid);
  return pid;
}

/** What came of a run: its counters, whether they add up, and how many requests were more than one a batch. */
async function outcome({ call }: DesktopApp, runId: number): Promise<object> {
  await expect.poll(async () => (await call('runs.get', { runId })).state, SLOW).toBe('done');
  const { counters } = await call('status.summary', { runId });
  const { batches } = await call('batches.list', { runId });
  const again = batches.reduce((sum, { attempts }) => sum + attempts, 0) - batches.length;
  return { synced: counters.synced, isBalanced: isBalanced(counters), isSentAgainAtMostOnce: again <= 1 };
}

const ALL_SYNCED = { synced: PEOPLE, isBalanced: true, isSentAgainAtMostOnce: true };

test('an engine that is killed in the middle of a run goes on with it, and the window stays', async () => {
  let runId = 0;
  const prepare = async (dataDir: string): Promise<void> => {
    runId = await queueJob(dataDir, PEOPLE);
  };
  await withDesktop(
    async (desktop) => {
      await untilMidway(desktop, runId);
      await kill(desktop);
      const title = (): Promise<string | undefined> =>
        desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
      await expect.poll(title, { intervals: [50] }).toContain(text('desktop.state.restarting'));
      await expect.poll(title).toBe('Muster');
      expect(await outcome(desktop, runId)).toEqual(ALL_SYNCED);
      await desktop.page.evaluate(() => {
        window.location.hash = '#/jobs';
      });
      await expect(desktop.page.getByText('People').first()).toBeVisible();
    },
    { prepare },
  );
});

test('a quit in the middle of a run loses nothing: the next start ends it', async () => {
  const dataDir = dataFolder();
  try {
    const runId = await queueJob(dataDir, PEOPLE);
    const first = await launchDesktop(dataDir);
    await untilMidway(first, runId);
    const started = performance.now();
    expect(await first.quit()).toBe(0);
    expect(performance.now() - started).toBeLessThan(8_000);

    const second = await launchDesktop(dataDir);
    expect(await outcome(second, runId)).toEqual(ALL_SYNCED);
    expect(await second.quit()).toBe(0);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('three crashes within a minute end in a page that says so and starts the engine again', () =>
  withDesktop(async (desktop) => {
    const { page, call } = desktop;
    for (let crash = 1; crash <= 3; crash += 1) {
      await call('status.get', {});
      await kill(desktop);
    }
    await expect(page.getByRole('heading', { name: text('desktop.repair.title') })).toBeVisible(SLOW);
    await expect(page.getByText(text('desktop.repair.crashes'))).toBeVisible();
    await page.getByTestId('repair-start-again').click();
    await expect(page.getByTestId('run-sample').first()).toBeVisible(SLOW);
    expect((await call('status.get', {})).isSender).toBe(true);
  }));

test('a data folder that cannot be used is said so in the window, and another one can be chosen', async () => {
  const elsewhere = dataFolder();
  try {
    await withDesktop(
      async ({ app, page }, dataDir) => {
        await expect(page.getByRole('heading', { name: text('desktop.repair.title') })).toBeVisible(SLOW);
        await expect(page.getByText('The data folder cannot be used')).toBeVisible();
        await app.evaluate(({ app: inside, dialog }, folder) => {
          inside.relaunch = () => undefined;
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
          dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
        }, elsewhere);
        const over = app.waitForEvent('close');
        await page.getByTestId('repair-change-folder').click();
        await over;

        const second = await launchDesktop(dataDir);
        expect((await second.call('status.get', {})).isSender).toBe(true);
        expect(await second.quit()).toBe(0);
        expect(existsSync(join(elsewhere, 'muster.db'))).toBe(true);
      },
      { prepare: (dataDir) => mkdirSync(join(dataDir, 'muster.db')) },
    );
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});
