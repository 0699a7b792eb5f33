import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Nothing but our own files may be loaded, run or talked to; no host of Muster serves its page without this. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
}

/** A file of the built page by its URL path; null when there is none, or the path leaves the folder. */
export async function staticFile(root: string, urlPath: string): Promise<StaticFile | null> {
  let path: string;
  try {
    path = normalize(decodeURIComponent(urlPath === '/' ? '/index.html' : urlPath));
  } catch {
    return null;
  }
  const file = join(root, path);
  const type = TYPES[extname(file)];
  if (!file.startsWith(root + sep) || type === undefined || path.includes('\0')) return null;
  try {
    return { body: await readFile(file), type };
  } catch {
    return null;
  }
}
