import { once } from 'node:events';
import { readFileSync } from 'node:fs';

import type { IpcMainInvokeEvent, WebContents, webContents as electronWebContents, WebFrameMain } from 'electron';

import { createCodec } from './codec.ts';
import { answerInvoke } from './ipc.ts';
import type { FromPreload, ToPreload } from './ipc.ts';
import { answerRequest, SCHEME_REQUESTS, toAppUrl, toChromiumUrl } from './protocol.ts';
import type { PausedRequest } from './protocol.ts';
import { applyPermissions } from './session.ts';
import { eventsOf, preventable, strict } from './strict.ts';
import { closePage, onPopup, openPage, pageClosed } from './targets.ts';
import type { Page } from './targets.ts';
import { openWindows } from './windows.ts';
import { BINDING, INBOX, pageScript, preloadScript, WORLD } from './world/scripts.ts';

/** What a window needs of its page. */
export interface Contents {
  readonly face: WebContents;
  /** Chromium's id of the page; undefined until Chromium has opened it. */
  targetId(): string | undefined;
  /** Resolves when the page has loaded; rejects with Electron's `code` and `errno`. */
  load(url: string): Promise<void>;
  /** Closes the page without asking. */
  destroy(): void;
}

interface Options {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Path of the preload bundle, one CommonJS file. */
  readonly preload: string | undefined;
  /** Asks the window around the page to close. */
  requestClose(): void;
}

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

const codec = createCodec();
let lastId = 0;

const withoutFragment = (url: string): string => url.replace(/#.*/, '');

function loadError(description: string, url: string): Error {
  const errno = description === 'ERR_ABORTED' ? -3 : -2;
  return Object.assign(new Error(`${description} (${errno}) loading '${url}'`), { code: description, errno, url });
}

/** Opens a page in Chromium and makes Electron's `WebContents` of it. Throws if the preload file cannot be read. */
export function createContents({ width, height, preload, requestClose }: Options): Contents {
  const preloadSource = preload === undefined ? undefined : readFileSync(preload, 'utf8');
  const id = (lastId += 1);
  let opened: Page | undefined;
  let url = '';
  let isDestroyed = false;
  let openHandler: OpenHandler | undefined;
  /** The execution context of the preload in the current document. */
  let preloadContext: number | undefined;
  /** Where the page itself, not the app, wants to go; the request for it comes next. */
  let wanted: string | undefined;

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
      close: requestClose,
      getURL: () => url,
      isDestroyed: () => isDestroyed,
      send(channel, ...args) {
        const message: ToPreload = { kind: 'push', channel, args: codec.encode(args) };
        if (preloadContext !== undefined) deliver(message, preloadContext);
      },
      setWindowOpenHandler(handler) {
        openHandler = handler;
      },
    },
    eventsOf<WebContents>()('will-navigate', 'did-finish-load', 'destroyed'),
  );

  /** A context that has gone meanwhile takes no messages, as in Electron. */
  function deliver(message: ToPreload, contextId: number): void {
    const expression = `${INBOX}(${JSON.stringify(message)})`;
    opened?.session.send('Runtime.evaluate', { contextId, expression }).catch(() => undefined);
  }

  async function receive(message: FromPreload, contextId: number): Promise<void> {
    if (message.kind === 'preload-error') {
      console.error(`Unable to load preload script: ${preload}\n${message.message}`);
      return;
    }
    const details = { type: 'frame', sender: face, senderFrame: mainFrame, frameId: 1, processId: 1 } as const;
    const event: IpcMainInvokeEvent = preventable(details);
    deliver(await answerInvoke(message, event, codec), contextId);
  }

  /** True when a listener of 'will-navigate' forbids it. Electron asks about navigations that the page begins. */
  function isForbidden(paused: PausedRequest): boolean {
    const isMainDocument = paused.resourceType === 'Document' && paused.frameId === opened?.targetId;
    if (!isMainDocument || wanted !== withoutFragment(paused.request.url)) return false;
    wanted = undefined;
    const target = toAppUrl(paused.request.url);
    const event = preventable({
      ...{ url: target, isSameDocument: false, isMainFrame: true, frame: mainFrame, initiator: mainFrame },
    });
    face.emit('will-navigate', event, target, false, true, 1, id);
    return event.defaultPrevented;
  }

  async function decide({ session }: Page, paused: PausedRequest): Promise<void> {
    const { requestId } = paused;
    try {
      if (isForbidden(paused)) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      const answer = await answerRequest(paused);
      if (answer) await session.send('Fetch.fulfillRequest', { requestId, ...answer });
      else await session.send('Fetch.continueRequest', { requestId });
    } catch (error) {
      if (isDestroyed) return;
      console.error(`Request for ${toAppUrl(paused.request.url)} failed:`, error);
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => undefined);
    }
  }

  function observe(page: Page): void {
    const { session, targetId } = page;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const isMainFrame: boolean = Reflect.get(context.auxData ?? {}, 'frameId') === targetId;
      if (context.name === WORLD && isMainFrame) preloadContext = context.id;
    });
    session.on('Runtime.executionContextsCleared', () => {
      preloadContext = undefined;
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) void receive(JSON.parse(payload) as FromPreload, executionContextId);
    });
    session.on('Page.frameRequestedNavigation', (asked) => {
      if (asked.frameId === targetId) wanted = withoutFragment(asked.url);
    });
    session.on('Fetch.requestPaused', (paused) => void decide(page, paused));
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) url = toAppUrl(frame.url + (frame.urlFragment ?? ''));
    });
    session.on('Page.navigatedWithinDocument', (navigated) => {
      if (navigated.frameId === targetId) url = toAppUrl(navigated.url);
    });
    session.on('Page.loadEventFired', () => face.emit('did-finish-load'));
    session.on('Inspector.targetCrashed', () => console.error(`stand-in: the page ${url} has crashed`));
    watchPopups(page);
  }

  /** Pairs each window.open with the paused page that Chromium made for it: the one has the address, the other the id. */
  function watchPopups({ session, targetId }: Page): void {
    const addresses: string[] = [];
    const popups: string[] = [];
    const pair = (): void => {
      const [address, popupId] = [addresses[0], popups[0]];
      if (address === undefined || popupId === undefined) return;
      addresses.shift();
      popups.shift();
      const disposition = 'foreground-tab';
      const referrer = { url, policy: 'default' } as const;
      const response = openHandler?.({ url: address, frameName: '', features: '', disposition, referrer });
      void closePage(popupId);
      if (response?.action !== 'deny') throw new Error('stand-in: windows opened by a page can only be denied');
    };
    session.on('Page.windowOpen', (asked) => {
      addresses.push(toAppUrl(asked.url));
      pair();
    });
    onPopup(targetId, (popupId) => {
      popups.push(popupId);
      pair();
    });
  }

  async function prepare(): Promise<Page> {
    const page = await openPage({ width, height });
    opened = page;
    void pageClosed(page.targetId).then(gone);
    observe(page);
    const { session } = page;
    // The page answers some of these only after it has been let go, so nothing is awaited in between.
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Fetch.enable', {
        patterns: [{ urlPattern: '*', resourceType: 'Document' }, { urlPattern: SCHEME_REQUESTS }],
      }),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false }),
      ...(preloadSource === undefined ? [] : injectPreload(page, preloadSource)),
      applyPermissions(face),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    return page;
  }

  function injectPreload({ session }: Page, source: string): Promise<unknown>[] {
    return [
      session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript() }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: preloadScript(source), worldName: WORLD }),
    ];
  }

  function gone(): void {
    if (isDestroyed) return;
    isDestroyed = true;
    face.emit('destroyed');
  }

  const ready = prepare();
  // A window closed while it was being opened is gone; `load` tells whoever waits for it.
  ready.catch((error: unknown) => {
    if (!isDestroyed) console.error('stand-in: cannot open a page:', error);
    gone();
  });

  return {
    face,
    targetId: () => opened?.targetId,
    async load(address) {
      const stopped = new AbortController();
      const stop = (): void => stopped.abort(loadError('ERR_FAILED', address));
      if (isDestroyed) throw new Error('Object has been destroyed');
      face.once('destroyed', stop);
      try {
        const { session } = await ready;
        const finished = once(face, 'did-finish-load', { signal: stopped.signal });
        // When navigating fails, that error is the one to tell.
        finished.catch(() => undefined);
        const { errorText } = await session.send('Page.navigate', { url: toChromiumUrl(address) });
        if (errorText) throw loadError(errorText.replace('net::', ''), address);
        await finished;
      } catch (error) {
        throw stopped.signal.aborted ? stopped.signal.reason : error;
      } finally {
        face.off('destroyed', stop);
        stopped.abort();
      }
    },
    destroy() {
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
