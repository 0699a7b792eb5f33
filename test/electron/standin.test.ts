import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { _electron } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { expect, onTestFinished, test } from 'vitest';

const main = `
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
const seen = (globalThis.seen = []);
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => (seen.push(['navigate', url]), event.preventDefault()));
  contents.setWindowOpenHandler(({ url }) => (seen.push(['open', url]), { action: 'deny' }));
});
app.on('window-all-closed', () => app.quit());
ipcMain.handle('echo', ({ sender, senderFrame }, value) => {
  sender.send('pushed', new Date(7));
  return [senderFrame === sender.mainFrame && senderFrame.origin, value];
});
ipcMain.handle('fail', () => { throw new TypeError('not so'); });
await Promise.resolve();
app.whenReady().then(() => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  const page = '<title>fixture</title><script>globalThis.inline = true</script><a href="https://elsewhere.test/">away</a>';
  const headers = { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" };
  protocol.handle('app', () => new Response(page, { headers }));
  const preload = import.meta.dirname + '/preload.cjs';
  const window = new BrowserWindow({ width: 640, height: 480, show: false, webPreferences: { preload, sandbox: true } });
  window.once('ready-to-show', () => window.show());
  void window.loadURL('app://fixture/');
});
`;

const preload = `
const { contextBridge, ipcRenderer } = require('electron');
globalThis.secret = 1;
contextBridge.exposeInMainWorld('api', {
  call: (name, value) => ipcRenderer.invoke(name, value),
  onPush(listener) {
    const relay = (_event, value) => listener(value);
    ipcRenderer.on('pushed', relay);
    return () => { ipcRenderer.removeListener('pushed', relay); };
  },
});
`;

/** Runs the fixture app on the stand-in, as Playwright runs Electron. */
async function launch(): Promise<ElectronApplication> {
  const directory = mkdtempSync(join(tmpdir(), 'standin-fixture-'));
  writeFileSync(join(directory, 'package.json'), '{ "name": "fixture", "type": "module", "main": "main.js" }');
  writeFileSync(join(directory, 'main.js'), main);
  writeFileSync(join(directory, 'preload.cjs'), preload);
  const env = { PATH: '/usr/bin:/bin', HOME: directory, STANDIN_NODE: process.execPath };
  const app = await _electron.launch({
    executablePath: join(import.meta.dirname, 'electron'),
    args: [directory, `--user-data-dir=${directory}/data`],
    env,
  });
  onTestFinished(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });
  return app;
}

test('an app with a sandboxed page runs as on Electron', async () => {
  const app = await launch();
  const page = await app.firstWindow();
  await page.waitForFunction(() => document.title === 'fixture');

  expect(
    await page.evaluate(async () => {
      const api: Record<'call' | 'onPush', (...args: unknown[]) => unknown> = Reflect.get(globalThis, 'api');
      const pushed = new Promise((resolve) => void api.onPush(resolve));
      const answer = await api.call('echo', { list: [1n, undefined, new Date(3)] });
      const failure = await Promise.resolve(api.call('fail')).catch(String);
      const globals = ['inline', 'secret', 'require'].map((name) => typeof Reflect.get(globalThis, name));
      return { answer, pushed: await pushed, failure, globals, frozen: Object.isFrozen(api), width: innerWidth };
    }),
  ).toEqual({
    answer: ['app://fixture', { list: [1n, undefined, new Date(3)] }],
    pushed: new Date(7),
    failure: "Error: Error invoking remote method 'fail': TypeError: not so",
    globals: ['undefined', 'undefined', 'undefined'],
    frozen: true,
    width: 640,
  });

  await page.reload();
  await page.click('a');
  await page.evaluate(() => void window.open('https://popup.test/'));
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'seen')))
    .toEqual([
      ['navigate', 'https://elsewhere.test/'],
      ['open', 'https://popup.test/'],
    ]);
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');

  const child = app.process();
  await app.close();
  expect(child.exitCode).toBe(0);
});
