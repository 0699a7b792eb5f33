import { expect, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import { text } from '../../preload/messages/text.ts';
import { withDesktop } from './desktop-app.ts';

test.beforeAll(build);

test('the page has one frozen bridge, no Node, no other content, and no way out', () =>
  withDesktop(async ({ app, page }) => {
    const inside = await page.evaluate(() => {
      const bridge: object = Reflect.get(window, 'muster');
      return {
        names: Object.keys(bridge).toSorted(),
        isFrozen: Object.isFrozen(bridge),
        node: ['require', 'process', 'module', 'Buffer', 'electron'].map((name) => typeof Reflect.get(window, name)),
      };
    });
    expect(inside).toEqual({
      names: ['app', 'call', 'files', 'onEvent', 'windows'],
      isFrozen: true,
      node: Array.from({ length: 5 }, () => 'undefined'),
    });

    // Content-Security-Policy.
    const refused = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        violations.push(effectiveDirective),
      );
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.body.append(script);
      const image = new Image();
      image.src = 'https://elsewhere.example/x.png';
      const fetched = await fetch('https://elsewhere.example/').then(
        () => 'fetched',
        () => 'refused',
      );
      await new Promise((later) => setTimeout(later, 100));
      return {
        fetched,
        wasRun: Reflect.get(window, 'wasRun') === true,
        violations: [...new Set(violations)].toSorted(),
      };
    });
    expect(refused).toEqual({
      fetched: 'refused',
      wasRun: false,
      violations: ['connect-src', 'img-src', 'script-src-elem'],
    });

    // The scheme serves the built page and nothing else.
    const statuses = await page.evaluate(async () => {
      const paths = ['/index.html', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/nothing.js'];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(statuses).toEqual([200, 404, 404, 404]);

    // Navigation and windows: our page's links to Meta open in the browser, all else is denied.
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Reflect.set(globalThis, 'opened', opened);
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    });
    const address = page.url();
    await page.evaluate(() => {
      for (const url of ['https://elsewhere.example/', 'http://www.facebook.com/', 'https://www.facebook.com/terms'])
        window.open(url);
      window.location.assign('https://elsewhere.example/');
    });
    const opened = (): Promise<readonly string[]> =>
      app.evaluate(() => Reflect.get(globalThis, 'opened') as readonly string[]);
    await expect.poll(opened).toEqual(['https://www.facebook.com/terms']);
    expect(page.url()).toBe(address);

    // Permissions: none but writing to the clipboard.
    const permissions = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'clipboard-write'];
      const states = names.map((name) => navigator.permissions.query({ name: name as PermissionName }));
      return (await Promise.all(states)).map(({ state }) => state);
    });
    expect(permissions).toEqual([...Array.from({ length: 5 }, () => 'denied'), 'granted']);
  }));

test('another window is not answered, even with our page and our preload in it', () =>
  withDesktop(async ({ app }) => {
    const opened = app.waitForEvent('window');
    await app.evaluate(({ app: inside, BrowserWindow }) => {
      const preload = `${inside.getAppPath()}/out/preload/index.cjs`;
      const other = new BrowserWindow({ webPreferences: { preload, sandbox: true } });
      void other.loadURL('app://muster/');
    });
    const other = await opened;
    await other.waitForFunction(() => 'muster' in window);
    const answers = await other.evaluate(() => {
      const { call, files, windows } = Reflect.get(window, 'muster') as {
        call(name: string, input: unknown): Promise<{ readonly code: string }>;
        files: { choose(): Promise<{ readonly code: string }> };
        windows: { openLogin(id: string): Promise<{ readonly code: string }> };
      };
      return Promise.all([call('jobs.list', {}), files.choose(), windows.openLogin('x')]);
    });
    expect(answers.map(({ code }) => code)).toEqual(['refused', 'refused', 'refused']);
  }));

test('where there is no keyring the page says so', () =>
  withDesktop(
    async ({ page, call }) => {
      expect((await call('status.get', {})).keyStore).toBe('file');
      await expect(page.getByText(text('ui.bar.keyFile'))).toBeVisible();
    },
    // No Secret Service can be reached; this is also how a computer without one looks.
    { env: { MUSTER_KEY_STORE: '', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } },
  ));
