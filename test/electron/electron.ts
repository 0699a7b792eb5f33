// The module that stands for `electron` in the main process: everything the app uses, and a loud refusal of the rest.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc.ts';
import { Menu } from './menu.ts';
import { powerMonitor, powerSaveBlocker } from './power.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import { dialog, nativeImage, screen, shell } from './shell.ts';
import { absent, strict } from './strict.ts';
import { Notification, Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';
import { webContents } from './web-contents.ts';

type Electron = typeof import('electron');

const implemented = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
} satisfies Partial<Electron>;

type Missing = Record<Exclude<keyof Electron, keyof typeof implemented>, unknown>;

// Named one by one because an import of an unknown name fails in Node before any of our code runs.
const missing: Missing = new Proxy(Object.create(null), { get: (_target, name) => absent(`electron.${String(name)}`) });

export const { autoUpdater, BaseWindow, BrowserView, clipboard, ClipboardItem, contentTracing } = missing;
export const { contextBridge, crashReporter, desktopCapturer, globalShortcut, ImageView } = missing;
export const { inAppPurchase, IpcMainServiceWorker, ipcRenderer, LanguageModelUtility, localAIHandler } = missing;
export const { MenuItem, MessageChannelMain, WebSocket } = missing;
export const { nativeTheme, net, netLog, parentPort } = missing;
export const { pushNotifications, safeStorage, sharedTexture, ShareMenu } = missing;
export const { systemPreferences, TouchBar, View, WebContentsView } = missing;
export const { webFrame, webFrameMain, webUtils } = missing;
export { app, BrowserWindow, dialog, ipcMain, Menu, nativeImage, Notification, powerMonitor, powerSaveBlocker };
export { protocol, screen, session, shell, Tray, utilityProcess, webContents };

// What `require('electron')` gives: to Playwright, and to CommonJS code of the app.
const whole = strict<Electron>('electron', implemented);
export { whole as 'module.exports' };
// Libraries that are compiled from CommonJS import it so.
// oxlint-disable-next-line import/no-default-export -- Electron has one
export { whole as default };
