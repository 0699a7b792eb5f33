// The module that stands for `electron` in the main process: everything the app uses, and a loud refusal of the rest.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import { absent, strict } from './strict.ts';
import { webContents } from './web-contents.ts';

type Electron = typeof import('electron');

const implemented = { app, BrowserWindow, ipcMain, protocol, session, webContents } satisfies Partial<Electron>;

type Missing = Record<Exclude<keyof Electron, keyof typeof implemented>, unknown>;

// Named one by one because an import of an unknown name fails in Node before any of our code runs.
const missing: Missing = new Proxy(Object.create(null), { get: (_target, name) => absent(`electron.${String(name)}`) });

export const { autoUpdater, BaseWindow, BrowserView, clipboard, ClipboardItem, contentTracing } = missing;
export const { contextBridge, crashReporter, desktopCapturer, dialog, globalShortcut, ImageView } = missing;
export const { inAppPurchase, IpcMainServiceWorker, ipcRenderer, LanguageModelUtility, localAIHandler } = missing;
export const { Menu, MenuItem, MessageChannelMain, WebSocket } = missing;
export const { nativeImage, nativeTheme, net, netLog, Notification, parentPort, powerMonitor } = missing;
export const { powerSaveBlocker, pushNotifications, safeStorage, screen, sharedTexture, ShareMenu } = missing;
export const { shell, systemPreferences, TouchBar, Tray, utilityProcess, View, WebContentsView } = missing;
export const { webFrame, webFrameMain, webUtils } = missing;
export { app, BrowserWindow, ipcMain, protocol, session, webContents };

// What `require('electron')` gives: to Playwright, and to CommonJS code of the app.
const whole = strict<Electron>('electron', implemented);
export { whole as 'module.exports' };
