import { join } from 'node:path';

import { app, Menu, nativeImage, Tray } from 'electron';

import { text } from '../../preload/messages/text.ts';
import type { Actions } from './actions.ts';

/** What the tray shows. */
export interface TrayFacts {
  /** The state of the queue in words. */
  readonly state: string;
  readonly isPaused: boolean;
  readonly canPause: boolean;
  readonly staysInTray: boolean;
  readonly opensAtLogin: boolean;
}

/** The icon beside the clock: what goes on in a line, a pause within reach, and the way back to the window. */
export function openTray(actions: Actions): { show(facts: TrayFacts): void } {
  const name = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  const tray = new Tray(nativeImage.createFromPath(join(app.getAppPath(), 'main', 'desktop', 'icons', name)));
  tray.on('click', () => actions.open());
  let shown = '';
  return {
    show(facts) {
      // A menu that is open closes when it is replaced.
      const now = JSON.stringify(facts);
      if (now === shown) return;
      shown = now;
      tray.setToolTip(`Muster – ${facts.state}`);
      tray.setContextMenu(trayMenu(actions, facts));
    },
  };
}

function trayMenu(actions: Actions, { state, isPaused, canPause, staysInTray, opensAtLogin }: TrayFacts): Menu {
  return Menu.buildFromTemplate([
    { id: 'state', label: state, enabled: false },
    { type: 'separator' },
    { id: 'show', label: text('desktop.tray.show'), click: () => actions.open() },
    {
      id: 'pause',
      label: text(isPaused ? 'desktop.menu.resume' : 'desktop.menu.pause'),
      enabled: canPause,
      click: () => actions.pauseAll(!isPaused),
    },
    { type: 'separator' },
    {
      id: 'stays',
      label: text('desktop.tray.stays'),
      type: 'checkbox',
      checked: staysInTray,
      click: () => actions.setStaysInTray(!staysInTray),
    },
    {
      id: 'login',
      label: text('desktop.tray.login'),
      type: 'checkbox',
      checked: opensAtLogin,
      click: () => actions.setOpensAtLogin(!opensAtLogin),
    },
    { type: 'separator' },
    { id: 'quit', label: text('desktop.menu.quit'), click: actions.quit },
  ]);
}
