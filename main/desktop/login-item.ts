import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { app } from 'electron';

import { desktopEntry } from './desktop-entry.ts';

/** The argument of a start by the system: Muster begins in the tray. */
export const HIDDEN = '--hidden';

/** Whether the system starts Muster when its user logs in. */
export function opensAtLogin(): boolean {
  if (process.platform === 'linux') return existsSync(autostartFile());
  return app.getLoginItemSettings({ args: [HIDDEN] }).openAtLogin;
}

/** Electron knows no login items on Linux, where a file in the user's configuration is the standard. */
export function setOpensAtLogin(opens: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: opens, args: [HIDDEN] });
    return;
  }
  const file = autostartFile();
  if (!opens) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, desktopEntry([executable(), ...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN]));
}

/** An AppImage runs from a mount that is gone after the next start; its file stays. */
function executable(): string {
  return process.env['APPIMAGE'] ?? app.getPath('exe');
}

function autostartFile(): string {
  return join(app.getPath('appData'), 'autostart', 'muster.desktop');
}
