import { answerRequest, SCHEME_REQUESTS, toAppUrl } from './protocol.ts';
import type { PausedRequest } from './protocol.ts';
import type { Page } from './targets.ts';

const withoutFragment = (url: string): string => url.replace(/#.*/, '');

/**
 * Answers requests to custom schemes, and asks `isForbidden` about each navigation of the main frame that the page
 * begins itself: as in Electron, not about those of `loadURL`, of a reload by the browser or within the document.
 */
export async function interceptRequests(
  { session, targetId }: Page,
  isForbidden: (url: string) => boolean,
): Promise<void> {
  /** Where the page wants to go. Chromium says so before it pauses the request. */
  let wanted: string | undefined;

  async function decide(paused: PausedRequest): Promise<void> {
    const { requestId, resourceType, frameId, request } = paused;
    const isMainDocument = resourceType === 'Document' && frameId === targetId;
    if (isMainDocument && wanted === withoutFragment(request.url)) {
      wanted = undefined;
      if (isForbidden(toAppUrl(request.url))) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
    }
    const answer = await answerRequest(paused);
    if (answer) await session.send('Fetch.fulfillRequest', { requestId, ...answer });
    else await session.send('Fetch.continueRequest', { requestId });
  }

  session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (frameId === targetId) wanted = withoutFragment(url);
  });
  session.on('Fetch.requestPaused', (paused) => {
    decide(paused).catch(async (error: unknown) => {
      const { requestId, request } = paused;
      // Refused when the page has gone or cancelled the request; then there is nothing to report either.
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).then(
        () => console.error(`Request for ${toAppUrl(request.url)} failed:`, error),
        () => undefined,
      );
    });
  });
  await session.send('Fetch.enable', {
    patterns: [{ urlPattern: '*', resourceType: 'Document' }, { urlPattern: SCHEME_REQUESTS }],
  });
}
