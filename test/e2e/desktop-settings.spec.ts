import { type ElectronApplication, expect, test } from '@playwright/test';

import { build } from '../../main/build.ts';
import { messages } from '../../preload/messages/text.ts';
import { withDesktop } from './desktop-app.ts';

test.beforeAll(build);

const openLabel = (app: ElectronApplication): Promise<string | undefined> =>
  app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('open')?.label);

test('the page sets what is the app’s own, and the language that is set is that of the menus too', () =>
  withDesktop(async ({ app, page }, dataDir) => {
    await page.evaluate(() => (window.location.hash = '#/settings'));
    await expect(page.getByTestId('data-folder')).toHaveText(dataDir);
    await expect(page.getByTestId('update-state')).toHaveText(messages.en['ui.settings.updates.off']);
    const tray = page.getByTestId('setting-tray');
    await expect(tray).toBeChecked();
    await tray.click();
    await expect(tray).not.toBeChecked();
    await page.reload();
    await expect(page.getByTestId('setting-tray')).not.toBeChecked();

    expect(await openLabel(app)).toBe(messages.en['desktop.menu.open']);
    await page.getByTestId('setting-language').selectOption('fr');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(messages.fr['ui.settings']);
    await expect.poll(() => openLabel(app)).toBe(messages.fr['desktop.menu.open']);
  }));
