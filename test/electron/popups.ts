import { toAppUrl } from './protocol.ts';
import { closePage, onPopup } from './targets.ts';
import type { Page } from './targets.ts';

/**
 * Closes a popup before it has asked the network for anything. It is let go first, with all its requests stopped:
 * a popup that is closed while paused can leave the page that opened it hanging.
 */
async function discard({ session, targetId }: Page): Promise<void> {
  await Promise.allSettled([
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    session.send('Runtime.runIfWaitingForDebugger'),
  ]);
  await closePage(targetId);
}

/**
 * Asks `isDenied` about each window that the page opens, and closes it. Electron would not have made it at all; here
 * Playwright may see it for a moment. A window that is allowed is not implemented and ends the app.
 */
export function watchPopups(page: Page, isDenied: (url: string) => boolean): void {
  // Chromium tells the address and the new page apart, in no promised order.
  const addresses: string[] = [];
  const popups: Page[] = [];

  function pair(): void {
    const [address, popup] = [addresses[0], popups[0]];
    if (address === undefined || !popup) return;
    addresses.shift();
    popups.shift();
    void discard(popup);
    if (!isDenied(address)) throw new Error('stand-in: windows opened by a page can only be denied');
  }

  page.session.on('Page.windowOpen', ({ url }) => {
    addresses.push(toAppUrl(url));
    pair();
  });
  onPopup(page.targetId, (popup) => {
    popups.push(popup);
    pair();
  });
}
