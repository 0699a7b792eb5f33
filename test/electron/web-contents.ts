import { once } from 'node:events';
import { readFileSync } from 'node:fs';

import type { IpcMainInvokeEvent, WebContents, webContents as electronWebContents, WebFrameMain } from 'electron';

import { createCodec } from './codec.ts';
import { errorCode, watchFailures } from './failures.ts';
import { answerInvoke } from './ipc.ts';
import type { FromPreload } from './ipc.ts';
import { watchPopups } from './popups.ts';
import { installPreload } from './preload-channel.ts';
import type { PreloadChannel } from './preload-channel.ts';
import { toAppUrl, toChromiumUrl } from './protocol.ts';
import { interceptRequests } from './requests.ts';
import type { Partition } from './session.ts';
import { eventsOf, preventable, strict } from './strict.ts';
import { closePage, openPage, pageClosed } from './targets.ts';
import type { Page } from './targets.ts';
import { openWindows } from './windows.ts';

/** What a window needs of its page. */
export interface Contents {
  readonly face: WebContents;
  /** Chromium's id of the page; undefined until Chromium has opened it. */
  readonly targetId: () => string | undefined;
  /** Resolves when the page has loaded; rejects with Electron's `code` and `errno`. */
  readonly load: (url: string) => Promise<void>;
  /** Closes the page without asking. */
  readonly destroy: () => void;
}

interface Options {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Path of the preload bundle, one CommonJS file. */
  readonly preload: string | undefined;
  readonly partition: Partition;
  /** Asks the window around the page to close. */
  readonly requestClose: () => void;
}

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

const codec = createCodec();
let lastId = 0;

/** Electron's error of a failed load. */
function loadError(description: string, url: string): Error {
  const errno = errorCode(description);
  return Object.assign(new Error(`${description} (${errno}) loading '${url}'`), { code: description, errno, url });
}

/** Navigates and waits for 'did-finish-load'. Electron calls it a failure when the window goes first. */
async function loadPage(face: WebContents, ready: Promise<Page>, url: string): Promise<void> {
  if (face.isDestroyed()) throw new Error('Object has been destroyed');
  const stop = new AbortController();
  const onDestroyed = (): void => stop.abort(loadError('ERR_FAILED', url));
  face.once('destroyed', onDestroyed);
  const finished = once(face, 'did-finish-load', { signal: stop.signal });
  // When navigating fails, that error is the one to tell.
  finished.catch(() => undefined);
  try {
    const { session } = await ready;
    const { errorText } = await session.send('Page.navigate', { url: toChromiumUrl(url) });
    if (errorText) throw loadError(errorText.replace('net::', ''), url);
    await finished;
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    face.off('destroyed', onDestroyed);
    stop.abort();
  }
}

/** Opens a page in Chromium and makes Electron's `WebContents` of it. Throws if the preload file cannot be read. */
export function createContents({ width, height, preload, partition, requestClose }: Options): Contents {
  const preloadSource = readFileSync(preload ?? '/dev/null', 'utf8');
  const id = (lastId += 1);
  let page: Page | undefined;
  let channel: PreloadChannel | undefined;
  let openHandler: OpenHandler | undefined;
  let url = '';
  let isDestroyed = false;

  const mainFrame: WebFrameMain = strict<WebFrameMain>('WebFrameMain', {
    get url() {
      return url;
    },
    get origin() {
      return /^[^:]+:\/\/[^/?#]+/.exec(url)?.[0] ?? 'null';
    },
    get top() {
      return mainFrame;
    },
    parent: null,
    isDestroyed: () => isDestroyed,
  });

  const face: WebContents = strict<WebContents>(
    'WebContents',
    {
      id,
      mainFrame,
      session: partition.face,
      close: requestClose,
      getURL: () => url,
      isDestroyed: () => isDestroyed,
      send: (name, ...args) => channel?.push({ kind: 'push', channel: name, args: args.map(codec.encode) }),
      setWindowOpenHandler(handler) {
        openHandler = handler;
      },
    },
    eventsOf<WebContents>()(
      'will-navigate',
      'will-redirect',
      'did-navigate',
      'did-finish-load',
      'did-fail-load',
      'render-process-gone',
      'destroyed',
    ),
  );

  async function receive(message: FromPreload, contextId: number): Promise<void> {
    if (message.kind === 'preload-error') {
      console.error(`Unable to load preload script: ${preload}\n${message.message}`);
      return;
    }
    const sender = { sender: face, senderFrame: mainFrame, frameId: 1, processId: 1 };
    const event: IpcMainInvokeEvent = preventable({ type: 'frame', ...sender });
    channel?.answer(await answerInvoke(message, event, codec), contextId);
  }

  function isForbidden(target: string): boolean {
    const frames = { isMainFrame: true, frame: mainFrame, initiator: mainFrame };
    const event = preventable({ url: target, isSameDocument: false, ...frames });
    face.emit('will-navigate', event, target, false, true, 1, id);
    return event.defaultPrevented;
  }

  function isRedirectForbidden(target: string): boolean {
    const frames = { isMainFrame: true, frame: mainFrame, initiator: mainFrame };
    const event = preventable({ url: target, isSameDocument: false, ...frames });
    face.emit('will-redirect', event, target, false, true, 1, id);
    return event.defaultPrevented;
  }

  function isDenied(address: string): boolean {
    const request = { url: address, frameName: '', features: '', disposition: 'foreground-tab' } as const;
    return openHandler?.({ ...request, referrer: { url, policy: 'default' } }).action === 'deny';
  }

  function observe({ session, targetId }: Page): void {
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      url = toAppUrl(frame.url + (frame.urlFragment ?? ''));
      // A page of Chromium's own stands where one could not be loaded.
      if (frame.unreachableUrl === undefined) face.emit('did-navigate', preventable({}), url, 200, 'OK');
    });
    session.on('Page.navigatedWithinDocument', (navigated) => {
      if (navigated.frameId === targetId) url = toAppUrl(navigated.url);
    });
    session.on('Page.loadEventFired', () => face.emit('did-finish-load'));
    session.on('Inspector.targetCrashed', () => {
      console.error(`stand-in: the page ${url} has crashed`);
      face.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 1 });
    });
  }

  async function prepare(): Promise<Page> {
    page = await openPage({ width, height }, await partition.context());
    void pageClosed(page.targetId).then(gone);
    observe(page);
    watchPopups(page, isDenied);
    channel = installPreload(page, preloadSource, (message, contextId) => void receive(message, contextId));
    const { session } = page;
    // The paused page answers some of these only once it has been let go, so nothing is awaited in between.
    await Promise.all([
      channel.installed,
      interceptRequests(page, { isForbidden, isRedirectForbidden }),
      watchFailures(page, (code, name, failed) =>
        face.emit('did-fail-load', preventable({}), code, name, failed, true, 1, id),
      ),
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false }),
      partition.applyPermissions(face),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    return page;
  }

  function gone(): void {
    if (isDestroyed) return;
    isDestroyed = true;
    face.emit('destroyed');
  }

  const ready = prepare();
  ready.catch((error: unknown) => {
    // A window closed while it is being opened is no failure.
    if (!isDestroyed) console.error('stand-in: cannot open a page:', error);
    gone();
  });

  return {
    face,
    targetId: () => page?.targetId,
    load: (address) => loadPage(face, ready, address),
    destroy: () => {
      // A page that never opened has nothing to close.
      ready.then(({ targetId }) => closePage(targetId)).catch(() => undefined);
      gone();
    },
  };
}

/** Electron's `webContents`, as far as Playwright asks it to find windows. */
export const webContents = strict<typeof electronWebContents>('webContents', {
  fromDevToolsTargetId: (targetId) => [...openWindows].find((open) => open.targetId() === targetId)?.contents,
});
