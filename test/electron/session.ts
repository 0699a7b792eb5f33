import type { Session, session as electronSession, WebContents } from 'electron';

import { chromium } from './chromium.ts';
import { strict } from './strict.ts';

type Handler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;

/** Electron's names of permissions, with those that Chromium gives to the same. */
const PERMISSIONS = [
  ['geolocation', ['geolocation']],
  ['notifications', ['notifications']],
  ['clipboard-read', ['clipboard-read']],
  ['media', ['camera', 'microphone']],
] as const;

// Electron grants everything until the app says otherwise.
let handler: Handler = (_contents, _permission, answer) => answer(true);
let isApplied = false;

const defaultSession = strict<Session>('session.defaultSession', {
  setPermissionRequestHandler(given) {
    if (isApplied) throw new Error('stand-in: set the permission request handler before opening a window');
    if (given) handler = given;
  },
});

/** Electron's `session`, with its default one only. */
export const session = strict<typeof electronSession>('session', { defaultSession });

/**
 * Makes Chromium decide permissions as the app's handler would. The handler is asked once for each when a page opens,
 * not when the page asks: the DevTools Protocol reports no requests.
 */
export async function applyPermissions(contents: WebContents): Promise<void> {
  isApplied = true;
  const settings: Promise<unknown>[] = [];
  for (const [permission, names] of PERMISSIONS) {
    const answer = (isGranted: boolean): void => {
      const setting = isGranted ? 'granted' : 'denied';
      for (const name of names) {
        settings.push(chromium().browser.send('Browser.setPermission', { permission: { name }, setting }));
      }
    };
    handler(contents, permission, answer, { isMainFrame: true, requestingUrl: contents.getURL() });
  }
  await Promise.all(settings);
}
