/** Where Meta's dialogs, terms and settings lead; also the sub-domains of these. */
const META = ['facebook.com', 'meta.com', 'instagram.com', 'accountscenter.meta.com'] as const;

/** Meta's own pages, and with `sandbox` those of the sandbox at that origin, which imitates them on this computer. */
export function isMetaPage(address: string, sandbox: string | null): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return false;
  if (sandbox !== null && url.origin === sandbox) return true;
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return META.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

/** The origin of a page of the sandbox, which is always on this computer; null for every other address. */
export function sandboxOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'http:' && url.hostname === '127.0.0.1' ? url.origin : null;
}

const LOGIN_SUCCESS = '/connect/login_success.html';

/**
 * Whether a login ends at this address: its own redirect address, or Meta's page for apps without one. The sandbox shows the latter
 * at its own root.
 */
export function isLoginEnd(address: string, redirectUri: string, sandbox: string | null): boolean {
  const [url, end] = [URL.canParse(address) ? new URL(address) : null, new URL(redirectUri)];
  if (!url || !isWeb(url)) return false;
  if (url.origin === end.origin && url.pathname === end.pathname) return true;
  return end.pathname === LOGIN_SUCCESS && url.origin === sandbox && url.pathname === LOGIN_SUCCESS;
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}
