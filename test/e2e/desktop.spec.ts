import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { _electron, expect, test } from '@playwright/test';

import { build } from '../../main/build.ts';

test.beforeAll(build);

test('the desktop app hosts the same engine and page: a job runs, and a quit drains with exit code 0', async () => {
  const data = mkdtempSync(join(tmpdir(), 'muster-desktop-'));
  const app = await _electron.launch({ args: [resolve(import.meta.dirname, '../..'), `--user-data-dir=${data}`] });
  try {
    const page = await app.firstWindow();
    await page.getByTestId('run-sample').first().click();
    await expect(page.locator('[data-counter=synced]').first()).toHaveAttribute('data-value', /^5\d\d\d$/);
    await expect(page.locator('[data-counter=pending]').first()).toHaveAttribute('data-value', '0');

    const bridge = await page.evaluate(() => ({
      names: Object.keys(Reflect.get(window, 'muster') as object).toSorted(),
      isFrozen: Object.isFrozen(Reflect.get(window, 'muster')),
      require: typeof Reflect.get(window, 'require'),
    }));
    expect(bridge).toEqual({ names: ['call', 'onEvent'], isFrozen: true, require: 'undefined' });

    const child = app.process();
    await app.close();
    expect(child.exitCode).toBe(0);
    // SQLite folds the log into the file only when it is closed.
    expect(['muster.db', 'muster.db-wal'].map((name) => existsSync(join(data, name)))).toEqual([true, false]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
