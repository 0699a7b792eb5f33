import { setTimeout as sleep } from 'node:timers/promises';

import type { CdpSession } from './cdp.ts';
import { chromium } from './chromium.ts';

/** A page of Chromium that we are attached to. It is paused until 'Runtime.runIfWaitingForDebugger'. */
export interface Page {
  /** Also the id of the page's main frame. */
  readonly targetId: string;
  readonly session: CdpSession;
}

interface Watched {
  readonly attached: PromiseWithResolvers<CdpSession>;
  readonly closed: PromiseWithResolvers<void>;
  isClosed: boolean;
}

const watched = new Map<string, Watched>();
const popupListeners = new Map<string, (popup: Page) => void>();

function watch(targetId: string): Watched {
  const known = watched.get(targetId);
  if (known) return known;
  const fresh = {
    attached: Promise.withResolvers<CdpSession>(),
    closed: Promise.withResolvers<void>(),
    isClosed: false,
  };
  // Nobody may be waiting when a page goes before it was attached.
  fresh.attached.promise.catch(() => undefined);
  watched.set(targetId, fresh);
  return fresh;
}

/** Attaches to every page from its first moment on, paused, so that nothing of it runs before the preload is in place. */
export async function watchTargets(): Promise<void> {
  const { browser, session } = chromium();
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo: { targetId, type, openerId } }) => {
    if (type !== 'page') return;
    const page = { targetId, session: session(sessionId) };
    watch(targetId).attached.resolve(page.session);
    if (openerId !== undefined) popupListeners.get(openerId)?.(page);
  });
  browser.on('Target.targetDestroyed', ({ targetId }) => {
    const target = watch(targetId);
    target.isClosed = true;
    target.attached.reject(new Error('The window was closed'));
    target.closed.resolve();
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  await browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
}

/** Opens a blank page in a context of Chromium's, or in the default one; sizes in CSS pixels. */
export async function openPage(
  size: { readonly width: number; readonly height: number },
  browserContextId: string | undefined,
): Promise<Page> {
  const { targetId } = await chromium().browser.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    ...size,
    ...(browserContextId === undefined ? {} : { browserContextId }),
  });
  return { targetId, session: await watch(targetId).attached.promise };
}

/** Resolves when the page is gone, whoever closed it. */
export function pageClosed(targetId: string): Promise<void> {
  return watch(targetId).closed.promise;
}

/** Calls `listener` with every page, still paused, that the page `openerId` opens. */
export function onPopup(openerId: string, listener: (popup: Page) => void): void {
  popupListeners.set(openerId, listener);
}

/** Closes a page. A request that crosses the page's first navigation is swallowed by Chromium, so it is repeated. */
export async function closePage(targetId: string): Promise<void> {
  const target = watch(targetId);
  for (let tries = 0; tries < 20 && !target.isClosed; tries += 1) {
    // Refused when the page went of itself meanwhile, which is what we want.
    await chromium()
      .browser.send('Target.closeTarget', { targetId })
      .catch(() => undefined);
    await Promise.race([target.closed.promise, sleep(300)]);
  }
}
