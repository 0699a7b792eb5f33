import { toAppUrl } from './protocol.ts';
import type { Page } from './targets.ts';

/** Chromium's numbers of the errors that a test can bring about; every other counts as ERR_FAILED. */
const CODES: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_CERT_COMMON_NAME_INVALID: -200,
  ERR_CERT_AUTHORITY_INVALID: -202,
};

/** Electron's number of an error by Chromium's name of it. */
export function errorCode(name: string): number {
  return CODES[name] ?? -2;
}

/** Tells of each document of the main frame that could not be loaded, as 'did-fail-load' does. */
export async function watchFailures(
  { session, targetId }: Page,
  tell: (code: number, name: string, url: string) => void,
): Promise<void> {
  let asked: { readonly requestId: string; readonly url: string } | undefined;
  session.on('Network.requestWillBeSent', ({ requestId, type, frameId, request }) => {
    if (type === 'Document' && frameId === targetId) asked = { requestId, url: toAppUrl(request.url) };
  });
  session.on('Network.loadingFailed', ({ requestId, errorText }) => {
    if (requestId !== asked?.requestId) return;
    const name = errorText.replace('net::', '');
    tell(errorCode(name), name, asked.url);
  });
  await session.send('Network.enable');
}
