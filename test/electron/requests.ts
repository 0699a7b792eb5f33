import { answerRequest, SCHEME_REQUESTS, toAppUrl } from './protocol.ts';
import type { PausedRequest } from './protocol.ts';
import type { Page } from './targets.ts';

const withoutFragment = (url: string): string => url.replace(/#.*/, '');

/** A request, or (with a status) the head of its answer. */
interface Paused extends PausedRequest {
  readonly responseStatusCode?: number;
  readonly responseHeaders?: readonly { readonly name: string; readonly value: string }[];
  readonly responseErrorReason?: string;
}

/** Asked before the main frame goes somewhere; true = it must not. */
interface Questions {
  /** Where the page itself wants to go: as in Electron, not `loadURL`, a reload by the browser or a step within the document. */
  readonly isForbidden: (url: string) => boolean;
  /** Where an answer sends it on, before anybody is asked there. */
  readonly isRedirectForbidden: (url: string) => boolean;
}

/** Where a redirect leads, with its fragment; undefined when it is none. */
function redirectOf({ request, responseStatusCode = 0, responseHeaders = [] }: Paused): string | undefined {
  if (responseStatusCode < 300 || responseStatusCode > 399) return undefined;
  const to = responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value;
  return to !== undefined && URL.canParse(to, request.url) ? new URL(to, request.url).href : undefined;
}

/** Answers requests to custom schemes, and asks about each navigation of the main frame. */
export async function interceptRequests({ session, targetId }: Page, questions: Questions): Promise<void> {
  /** Where the page wants to go. Chromium says so before it pauses the request. */
  let wanted: string | undefined;

  async function decide(paused: Paused): Promise<void> {
    const { requestId, resourceType, frameId, request } = paused;
    const isMainDocument = resourceType === 'Document' && frameId === targetId;
    if (paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined) {
      const to = isMainDocument ? redirectOf(paused) : undefined;
      if (to !== undefined && questions.isRedirectForbidden(toAppUrl(to))) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      } else await session.send('Fetch.continueRequest', { requestId });
      return;
    }
    if (isMainDocument && wanted === withoutFragment(request.url)) {
      wanted = undefined;
      if (questions.isForbidden(toAppUrl(request.url))) {
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
    patterns: [
      { urlPattern: '*', resourceType: 'Document' },
      { urlPattern: '*', resourceType: 'Document', requestStage: 'Response' },
      { urlPattern: SCHEME_REQUESTS },
    ],
  });
}
