import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ElectronApplication, expect, type Page, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import { text } from '../../preload/messages/text.ts';
import { clickMenu, filesOf, notifications, queueJob, startSecond, withDesktop, writeList } from './desktop-app.ts';

test.beforeAll(build);

const SLOW = { timeout: 60_000 };

/** Where the page is. */
const place = (page: Page) => (): Promise<string> => page.evaluate(() => window.location.hash);
const isVisible = (app: ElectronApplication) => (): Promise<boolean | undefined> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test('a second start ends at once and hands over what it was given: a list begins the wizard, a link shows a place', () =>
  withDesktop(async ({ app, page }, dataDir) => {
    const list = join(filesOf(dataDir), 'people.csv');
    writeList(list, 10);
    await closeWindow(app);
    expect(await isVisible(app)()).toBe(false);
    expect(await startSecond(dataDir, list)).toBe(0);
    await expect(page.getByTestId('wizard-source')).toContainText('people.csv');
    await expect.poll(isVisible(app)).toBe(true);

    expect(await startSecond(dataDir, 'muster://jobs')).toBe(0);
    await expect.poll(place(page)).toBe('#/jobs');
  }));

test('a list that is dropped on the window begins the wizard with it', () =>
  withDesktop(async ({ page }, dataDir) => {
    const list = join(filesOf(dataDir), 'people.csv');
    writeList(list, 10);
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [list], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    await expect(page.getByTestId('wizard-source')).toContainText('people.csv');
  }));

test('the app opens with the list that it was started with', () =>
  withDesktop(({ page }) => expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose the list'), {
    args: ['people.csv'],
  }));

test('the bridge opens the system’s dialog and answers with an id, never with a path', () =>
  withDesktop(async ({ app, page }, dataDir) => {
    const list = join(filesOf(dataDir), 'people.csv');
    writeList(list, 10);
    const choose = (): Promise<unknown> =>
      page.evaluate(() => {
        const { files } = Reflect.get(window, 'muster') as { files: { choose(): Promise<unknown> } };
        return files.choose();
      });
    const answerWith = (paths: readonly string[]): Promise<void> =>
      app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] });
      }, paths);
    await answerWith([]);
    expect(await choose()).toEqual({ ok: true, value: null });
    await answerWith([list]);
    expect(await choose()).toEqual({ ok: true, value: { sourceId: expect.any(Number), name: 'people.csv' } });
  }));

test('closing the window leaves Muster in the tray: said once, and off when the user wants; it may start at login', () =>
  withDesktop(async ({ app, call }) => {
    const shown = await notifications(app);
    const show = (): Promise<boolean> => app.evaluate(({ app: inside }) => inside.emit('activate'));
    await closeWindow(app);
    await show();
    await closeWindow(app);
    expect([await isVisible(app)(), (await call('status.get', {})).isSender]).toEqual([false, true]);
    expect(await shown()).toEqual([`${text('desktop.tray.told')} | ${text('desktop.tray.told.text')}`]);

    await captureTray(app);
    await clickTray(app, 'login');
    if (process.platform === 'linux') {
      const autostart = await app.evaluate(
        ({ app: inside }) => `${inside.getPath('appData')}/autostart/muster.desktop`,
      );
      expect(readFileSync(autostart, 'utf8')).toContain('"--hidden"');
    }
    await clickTray(app, 'stays');
    await show();
    const child = app.process();
    const over = app.waitForEvent('close');
    await closeWindow(app).catch(() => undefined);
    await over;
    await expect.poll(() => child.exitCode).toBe(0);
  }));

test('the tray and the menu bar pause everything, and say so', () =>
  withDesktop(async ({ app, call }) => {
    const pauses = async (): Promise<unknown> => (await call('status.get', {})).pauses.map(({ scope }) => scope);
    await call('status.get', {});
    await captureTray(app);
    expect(await tray(app)).toContain(text('desktop.state.paused'));
    expect(await pauses()).toEqual(['everything']);
    await clickTray(app, 'pause');
    await expect.poll(pauses).toEqual([]);
    await expect.poll(() => tray(app)).toContain(text('desktop.state.idle'));
  }));

test('the computer stays awake while something is sent, and the end of a run is told to who does not look', async () => {
  const prepare = async (dataDir: string): Promise<void> => void (await queueJob(dataDir, 20_000));
  await withDesktop(
    async ({ app, call }) => {
      const shown = await notifications(app);
      await closeWindow(app);
      await app.evaluate(({ BrowserWindow, powerSaveBlocker }) => {
        const progress: number[] = [];
        Reflect.set(globalThis, 'progress', progress);
        const [window] = BrowserWindow.getAllWindows();
        if (window) window.setProgressBar = (part) => void progress.push(part);
        const log: string[] = [];
        Reflect.set(globalThis, 'awake', log);
        const { start, stop } = powerSaveBlocker;
        powerSaveBlocker.start = (kind) => {
          log.push(kind);
          return start(kind);
        };
        powerSaveBlocker.stop = (id) => {
          log.push('over');
          return stop(id);
        };
      });
      await expect.poll(async () => (await call('jobs.list', {}))[0]?.lastRun?.state, SLOW).toBe('done');
      await expect
        .poll(async () => (await shown()).at(-1), SLOW)
        .toMatch(/^People \(SANDBOX\) is done \| 20,000 people synced/);
      const awake = (): Promise<readonly string[]> => app.evaluate(() => Reflect.get(globalThis, 'awake') as string[]);
      await expect.poll(async () => (await awake()).at(-1)).toBe('over');
      const progress = await app.evaluate(() => Reflect.get(globalThis, 'progress') as number[]);
      expect([progress.some((part) => part >= 0 && part <= 1), progress.at(-1)]).toEqual([true, -1]);
    },
    { prepare },
  );
});

test('after a sleep, and when the network is back, the page reads again; a shutdown drains like a quit', () =>
  withDesktop(async ({ app, page, call }) => {
    await call('status.get', {});
    await page.evaluate(() => {
      const heard: string[] = [];
      Reflect.set(window, 'heard', heard);
      const { onEvent } = Reflect.get(window, 'muster') as {
        onEvent(listener: (fact: { readonly event: string }) => void): void;
      };
      onEvent(({ event }) => heard.push(event));
    });
    const readings = (): Promise<number> =>
      page.evaluate(
        () => (Reflect.get(window, 'heard') as string[]).filter((event) => event === 'holds.changed').length,
      );
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await expect.poll(readings).toBe(1);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(readings).toBe(2);

    const child = app.process();
    const over = app.waitForEvent('close');
    await app
      .evaluate(({ powerMonitor }) => powerMonitor.emit('shutdown', { preventDefault: () => undefined }))
      .catch(() => undefined);
    await over;
    await expect.poll(() => child.exitCode).toBe(0);
  }));

test('a start by the system is out of sight; beside the database only the window’s place, the data folder and the tray’s flags are kept', () =>
  withDesktop(
    async ({ app, call, quit }, dataDir) => {
      await call('status.get', {});
      expect(await isVisible(app)()).toBe(false);
      await quit();
      const kept: unknown = JSON.parse(readFileSync(join(dataDir, 'desktop.json'), 'utf8'));
      expect(kept).toEqual({
        window: { x: expect.any(Number), y: expect.any(Number), width: 1280, height: 860, isMaximized: false },
        dataFolder: null,
        staysInTray: true,
        wasToldOfTray: false,
      });
    },
    { args: ['--hidden'] },
  ));

/** From now on the tray's menu can be looked at and clicked; pauses everything, so that there is a new one. */
async function captureTray(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Tray }) => {
    const set = Tray.prototype.setContextMenu;
    Tray.prototype.setContextMenu = function capture(menu) {
      Reflect.set(globalThis, 'trayMenu', menu);
      set.call(this, menu);
    };
  });
  await clickMenu(app, 'pause');
  await expect.poll(() => tray(app)).not.toEqual([]);
}

function tray(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(() => {
    const menu = Reflect.get(globalThis, 'trayMenu') as Electron.Menu | undefined;
    return menu?.items.map(({ label }) => label) ?? [];
  });
}

function clickTray(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate((_electron, item) => {
    (Reflect.get(globalThis, 'trayMenu') as Electron.Menu).getMenuItemById(item)?.click();
  }, id);
}
