import { resolve } from 'node:path';

/** What the system hands to the app: a list to import, or a place of the page to show. */
export type Incoming =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'place'; readonly hash: string };

const SCHEME = 'muster';
/** The kinds of file that Muster is registered for; what else is given is no list. */
const LISTS = /\.(csv|tsv|tab|txt|xlsx)$/i;
/** Links may show something, never do anything. */
const PLACES = /^(home|jobs|jobs\/[1-9]\d{0,14}|accounts|terms|troubleshooting|activity|settings|wizard\/[a-z]{1,20})$/;

/** Lists and links among the arguments of a start; everything else there is the system's or Chromium's. */
export function incomingOf(argv: readonly string[], workingDir: string): readonly Incoming[] {
  return argv.flatMap((argument): Incoming[] => {
    if (argument.startsWith(`${SCHEME}:`)) {
      const place = placeOf(argument);
      return place ? [place] : [];
    }
    if (argument.startsWith('-') || !LISTS.test(argument)) return [];
    return [{ kind: 'file', path: resolve(workingDir, argument) }];
  });
}

/** The place that a `muster://` link names; null for every link that names none. */
export function placeOf(link: string): Incoming | null {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.protocol !== `${SCHEME}:`) return null;
  const path = `${url.host}${url.pathname}`.replace(/\/$/, '');
  return PLACES.test(path) ? { kind: 'place', hash: `#/${path}` } : null;
}

/** Checks what another instance says it was `given`: it comes from outside this process. */
export function incomingFrom(data: unknown): readonly Incoming[] {
  const given: unknown = typeof data === 'object' && data !== null && 'given' in data ? data.given : null;
  if (!Array.isArray(given)) return [];
  return given.filter((one: unknown): one is Incoming => {
    if (typeof one !== 'object' || one === null || !('kind' in one)) return false;
    if (one.kind === 'file') return 'path' in one && typeof one.path === 'string' && LISTS.test(one.path);
    return one.kind === 'place' && 'hash' in one && PLACES.test(String(one.hash).slice(2));
  });
}
