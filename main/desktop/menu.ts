import { app, Menu, type MenuItemConstructorOptions } from 'electron';

import { text } from '../../preload/messages/text.ts';
import type { Actions } from './actions.ts';

/** The menu bar, as each system expects it. `isPaused` names the item that pauses or resumes everything. */
export function setMenuBar(actions: Actions, isPaused: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuBar(actions, isPaused, process.platform === 'darwin')));
}

function menuBar(actions: Actions, isPaused: boolean, isMac: boolean): MenuItemConstructorOptions[] {
  const gap = { type: 'separator' } as const;
  const quit = { id: 'quit', label: text('desktop.menu.quit'), accelerator: 'CmdOrCtrl+Q', click: actions.quit };
  const appMenu: MenuItemConstructorOptions = {
    label: app.getName(),
    submenu: [
      { role: 'about' },
      gap,
      { role: 'services' },
      gap,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      gap,
      quit,
    ],
  };
  return [
    ...(isMac ? [appMenu] : []),
    {
      label: text('desktop.menu.file'),
      submenu: [
        { id: 'open', label: text('desktop.menu.open'), accelerator: 'CmdOrCtrl+O', click: actions.chooseList },
        gap,
        { label: text('desktop.menu.close'), role: 'close' },
        ...(isMac ? [] : [gap, quit]),
      ],
    },
    {
      label: text('desktop.menu.edit'),
      submenu: [
        { label: text('desktop.menu.undo'), role: 'undo' },
        { label: text('desktop.menu.redo'), role: 'redo' },
        gap,
        { label: text('desktop.menu.cut'), role: 'cut' },
        { label: text('desktop.menu.copy'), role: 'copy' },
        { label: text('desktop.menu.paste'), role: 'paste' },
        { label: text('desktop.menu.selectAll'), role: 'selectAll' },
      ],
    },
    {
      label: text('desktop.menu.sync'),
      submenu: [
        {
          id: 'pause',
          label: text(isPaused ? 'desktop.menu.resume' : 'desktop.menu.pause'),
          click: () => actions.pauseAll(!isPaused),
        },
        { id: 'jobs', label: text('desktop.menu.jobs'), click: () => actions.open('#/jobs') },
        { id: 'trouble', label: text('desktop.menu.troubleshooting'), click: () => actions.open('#/troubleshooting') },
      ],
    },
    {
      label: text('desktop.menu.view'),
      submenu: [
        { label: text('desktop.menu.reload'), role: 'reload' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
        gap,
        { label: text('desktop.menu.actualSize'), role: 'resetZoom' },
        { label: text('desktop.menu.zoomIn'), role: 'zoomIn' },
        { label: text('desktop.menu.zoomOut'), role: 'zoomOut' },
        gap,
        { label: text('desktop.menu.fullScreen'), role: 'togglefullscreen' },
      ],
    },
    ...(isMac ? [{ label: text('desktop.menu.window'), role: 'windowMenu' } as const] : []),
    {
      label: text('desktop.menu.help'),
      role: 'help',
      submenu: [
        { id: 'folder', label: text('desktop.menu.folder'), click: actions.showDataFolder },
        { id: 'change-folder', label: text('desktop.menu.changeFolder'), click: actions.changeDataFolder },
      ],
    },
  ];
}
