import type { Cookie, Cookies, Session, session as electronSession, WebContents } from 'electron';

import { chromium } from './chromium.ts';
import { strict } from './strict.ts';

type Handler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type Check = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;

/** Electron's names of permissions, with those that Chromium gives to the same. */
const PERMISSIONS = [
  ['geolocation', ['geolocation']],
  ['notifications', ['notifications']],
  ['clipboard-read', ['clipboard-read']],
  ['clipboard-sanitized-write', ['clipboard-write']],
  ['media', ['camera', 'microphone']],
] as const;

/** What a page needs of its session. */
export interface Partition {
  readonly face: Session;
  /** Chromium's id of the context in which its pages live; undefined for the default one. */
  readonly context: () => Promise<string | undefined>;
  /** Makes Chromium decide permissions as the app's handlers would. */
  readonly applyPermissions: (contents: WebContents) => Promise<void>;
}

const partitions = new Map<string, Partition>();

function createPartition(partitionName: string): Partition {
  // Electron grants everything until the app says otherwise.
  let handler: Handler = (_contents, _permission, answer) => answer(true);
  let check: Check = () => true;
  let isApplied = false;
  let context: Promise<string | undefined> | undefined;

  function beforePages(member: string): void {
    if (isApplied) throw new Error(`stand-in: call ${member} before opening a window`);
  }

  const contextOf = (): Promise<string | undefined> =>
    (context ??=
      partitionName === ''
        ? Promise.resolve(undefined)
        : chromium()
            .browser.send('Target.createBrowserContext', { disposeOnDetach: true })
            .then(({ browserContextId }) => browserContextId));

  const face = strict<Session>(`session '${partitionName}'`, {
    setPermissionRequestHandler(given) {
      beforePages('setPermissionRequestHandler');
      if (given) handler = given;
    },
    setPermissionCheckHandler(given) {
      beforePages('setPermissionCheckHandler');
      if (given) check = given;
    },
    cookies: strict<Cookies>('session.cookies', {
      async get(filter) {
        if (Object.keys(filter).length > 0) throw new Error('stand-in: cookies are told all at once');
        const browserContextId = await contextOf();
        const where = browserContextId === undefined ? {} : { browserContextId };
        const { cookies } = await chromium().browser.send('Storage.getCookies', where);
        return cookies.map(
          ({ name, value, domain }) => ({ name, value, domain, sameSite: 'unspecified' }) satisfies Cookie,
        );
      },
    }),
    // Cookies only, which is where logins are; what else a page keeps goes with the process.
    async clearStorageData() {
      const browserContextId = await contextOf();
      await chromium().browser.send('Storage.clearCookies', browserContextId === undefined ? {} : { browserContextId });
    },
  });

  /** The handlers are asked once for each when a page opens, not when the page asks: the DevTools Protocol reports no requests. */
  async function applyPermissions(contents: WebContents): Promise<void> {
    isApplied = true;
    const browserContextId = await contextOf();
    const settings: Promise<unknown>[] = [];
    for (const [permission, names] of PERMISSIONS) {
      const requestingUrl = contents.getURL() || 'app://muster/';
      const answer = (isGranted: boolean): void => {
        const mayCheck = check(contents, permission, new URL(requestingUrl).href, { isMainFrame: true, requestingUrl });
        const setting = isGranted && mayCheck ? 'granted' : 'denied';
        for (const one of names) {
          const order = {
            permission: { name: one },
            setting,
            ...(browserContextId ? { browserContextId } : {}),
          } as const;
          settings.push(chromium().browser.send('Browser.setPermission', order));
        }
      };
      handler(contents, permission, answer, { isMainFrame: true, requestingUrl });
    }
    await Promise.all(settings);
  }
  return { face, context: contextOf, applyPermissions };
}

function partition(name: string): Partition {
  if (name.startsWith('persist:')) throw new Error('stand-in: partitions live in memory only');
  const known = partitions.get(name) ?? createPartition(name);
  partitions.set(name, known);
  return known;
}

/** The partition of a session that a window was given; the default one without. */
export function partitionOf(face: Session | undefined): Partition {
  const known = [...partitions.values()].find((one) => one.face === face);
  return known ?? partition('');
}

/** Electron's `session`: the default one, and partitions in memory. */
export const session = strict<typeof electronSession>('session', {
  get defaultSession() {
    return partition('').face;
  },
  fromPartition: (name) => partition(name).face,
});
