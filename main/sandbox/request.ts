import type { IncomingMessage } from 'node:http';

import { GraphError, invalidParameter } from './errors.ts';

/** One call of the Graph API, whatever way its parameters travelled. */
export interface GraphCall {
  readonly method: string;
  /** `v26.0`, or undefined where the path had none. */
  readonly version: string | undefined;
  readonly path: readonly string[];
  /** Query string, then body; text, or the JSON value where the body was JSON. */
  readonly params: ReadonlyMap<string, unknown>;
  readonly token: string | undefined;
  /** What only the pages look at. */
  readonly browser: Browser;
  /** What faults that are switched on do to the work itself. */
  readonly trouble?: Trouble;
}

/** What a browser says of itself and of the page that it asks for. */
interface Browser {
  /** Path and query, as they were asked for. */
  readonly target: string;
  readonly cookies: string;
  readonly host: string;
  /** The page that sent a form; undefined where the browser does not say. */
  readonly origin: string | undefined;
}

/** Faults that only whoever does the work can play. */
export interface Trouble {
  /** So many of the first rows count as invalid. */
  readonly rejectedRows?: number;
  /** The rejected rows are only counted, not named. */
  readonly isUnnamed?: boolean;
  /** A removal may not leave fewer people than this. */
  readonly leastPeople?: number;
  /** The replacement that this batch belongs to will fail. */
  readonly failsReplace?: boolean;
}

/** Invented: no source knows Meta's limit. 10,000 rows of 15 hashes are about 10 MB. */
const maxBodyBytes = 64 * 1024 * 1024;

/** Reads a request to its end. Throws a GraphError when the body is too large or is not what its content type says. */
export async function readCall(request: IncomingMessage): Promise<GraphCall> {
  const [pathname, search] = splitOnce(request.url ?? '/', '?');
  const segments = pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment);
  const version = /^v\d+(\.\d+)?$/.test(segments[0] ?? '') ? segments.shift() : undefined;
  const params = new Map<string, unknown>(new URLSearchParams(search));
  for (const [name, value] of await bodyParams(request)) params.set(name, value);

  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return {
    method: methodOf(request, params),
    version,
    path: segments,
    params,
    token: header ?? text(params, 'access_token'),
    browser: {
      target: request.url ?? '/',
      cookies: request.headers.cookie ?? '',
      host: request.headers.host ?? '',
      origin: request.headers.origin,
    },
  };
}

/** A parameter as text; undefined when it is absent, empty or structured. */
export function text(params: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = params.get(name);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A parameter that is JSON text in forms and query strings, and JSON itself in JSON bodies. */
export function structured(params: ReadonlyMap<string, unknown>, name: string): unknown {
  const value = params.get(name);
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  try {
    return parseJson(value);
  } catch {
    throw invalidParameter(`param ${name} must be valid JSON`);
  }
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function methodOf(request: IncomingMessage, params: ReadonlyMap<string, unknown>): string {
  const method = request.method ?? 'GET';
  // `POST` with `method=DELETE` is Meta's own advice for removals that do not fit in a URL.
  return method === 'POST' ? (text(params, 'method')?.toUpperCase() ?? method) : method;
}

async function bodyParams(request: IncomingMessage): Promise<Iterable<readonly [string, unknown]>> {
  const body = await readBody(request);
  if (body.length === 0) return [];
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(body.toString('utf8'));
  if (contentType.startsWith('multipart/form-data')) return multipartParams(body, contentType);
  let value: unknown;
  try {
    value = parseJson(body.toString('utf8'));
  } catch {
    throw invalidParameter('The request body is not valid JSON');
  }
  if (!isRecord(value)) throw invalidParameter('The request body must be a JSON object');
  return Object.entries(value);
}

/** The fields of a multipart form; a file counts as text, since `payload=@file` is how curl sends a large payload. */
function multipartParams(body: Buffer, contentType: string): readonly (readonly [string, string])[] {
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/.exec(contentType)?.slice(1).find(Boolean);
  if (boundary === undefined) throw invalidParameter('The request body is multipart/form-data without a boundary');
  const params: (readonly [string, string])[] = [];
  const mark = `--${boundary}`;
  let start = body.indexOf(mark);
  for (;;) {
    const end = body.indexOf(`\r\n${mark}`, start + mark.length);
    if (start === -1 || end === -1) return params;
    const part = body.subarray(start + mark.length + 2, end);
    const split = part.indexOf('\r\n\r\n');
    const name = /[;\s]name="([^"]*)"/i.exec(part.subarray(0, split).toString('utf8'))?.[1];
    if (split === -1 || name === undefined) throw invalidParameter('The request body is not valid multipart/form-data');
    params.push([name, part.subarray(split + 4).toString('utf8')]);
    start = end + 2;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Not destroyed on the way out, so that the refusal can still be answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new GraphError({ status: 413, message: '(#100) The request body is too large', code: 100 });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * JSON whose session_id may be any 64-bit integer: one that a double cannot hold becomes text, digit for digit. Inside a JSON string
 * the quotes would be escaped, so nothing else can look like this.
 */
function parseJson(json: string): unknown {
  return JSON.parse(json.replace(/"session_id"\s*:\s*(\d{16,})/, '"session_id":"$1"'));
}

function splitOnce(whole: string, mark: string): [string, string] {
  const at = whole.indexOf(mark);
  return at === -1 ? [whole, ''] : [whole.slice(0, at), whole.slice(at + 1)];
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
