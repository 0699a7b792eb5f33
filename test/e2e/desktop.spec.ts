import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import { withDesktop } from './desktop-app.ts';

test.beforeAll(build);

test('the desktop app hosts the same engine and page: a job runs, and a quit drains with exit code 0', () =>
  withDesktop(async ({ page, quit }, dataDir) => {
    await page.getByTestId('run-sample').first().click();
    await expect(page.locator('[data-counter=synced]').first()).toHaveAttribute('data-value', /^5\d\d\d$/);
    await expect(page.locator('[data-counter=pending]').first()).toHaveAttribute('data-value', '0');
    expect(await quit()).toBe(0);
    // SQLite folds the log into the file only when it is closed.
    expect(['muster.db', 'muster.db-wal'].map((name) => existsSync(join(dataDir, name)))).toEqual([true, false]);
  }));
