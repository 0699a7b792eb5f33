import { createHash } from 'node:crypto';

import { onTestFinished } from 'vitest';

import { startSandbox, type Sandbox, type SandboxOptions } from '../../main/sandbox/sandbox.ts';

/** A JSON body that a test looks into. */
interface Body {
  readonly [key: string]: unknown;
  readonly id?: string;
  readonly data?: readonly { readonly [key: string]: unknown; readonly id?: string }[];
  readonly paging?: {
    readonly cursors: { readonly before: string; readonly after: string };
    readonly next?: string;
    readonly previous?: string;
  };
  readonly error?: { readonly message: string; readonly code: number; readonly error_subcode?: number };
}

/** Who is in an audience, off the Graph surface. */
interface Members {
  readonly count?: number;
  readonly entries?: readonly Readonly<Record<string, string>>[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly healthy: string;
  readonly noTerms: string;
  readonly noBusiness: string;
  readonly disabled: string;
  readonly limited: string;
  /** Moves the sandbox's clock. */
  advance(ms: number): void;
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  del(path: string, body?: unknown): Promise<Reply>;
  /** Calls the control endpoint. */
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Creates an audience in the healthy account, or in the given one. */
  create(name?: string, account?: string): Promise<string>;
  members(audience: string): Promise<Members>;
}

const startOfTime = Date.UTC(2026, 10, 24, 9);

/** A sandbox with its own clock that is closed when the test ends. */
export async function openSandbox(
  file = ':memory:',
  options: Omit<SandboxOptions, 'file'> & { readonly random?: () => number } = {},
): Promise<OpenSandbox> {
  let now = startOfTime;
  const sandbox = await startSandbox({ ...options, file, now: () => now });
  onTestFinished(() => sandbox.close());

  async function call(method: string, path: string, body?: unknown, root = '/v26.0'): Promise<Reply> {
    const headers = { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' };
    const url = `${sandbox.graphUrl}${root}${path}`;
    return replyOf(
      await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    );
  }

  const account = (state: string) => sandbox.accounts.find((one) => one.state === state)?.id ?? '';
  const t: OpenSandbox = {
    sandbox,
    healthy: account('healthy'),
    noTerms: account('no_terms'),
    noBusiness: account('no_business'),
    disabled: account('disabled'),
    limited: account('limited'),
    advance(ms) {
      now += ms;
    },
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    del: (path, body) => call('DELETE', path, body),
    control: (method, path, body) => call(method, path, body, '/_sandbox'),
    async create(name = 'Customers', of = account('healthy')) {
      const { body } = await call('POST', `/${of}/customaudiences`, newAudience(name));
      return body.id ?? '';
    },
    async members(audience) {
      const path = `${sandbox.graphUrl}/_sandbox/audiences/${audience}/members?access_token=${sandbox.accessToken}`;
      const members: Members = await (await fetch(path)).json();
      return members;
    },
  };
  return t;
}

/** The body of an answer, whatever its status. */
export async function replyOf(response: Response): Promise<Reply> {
  const body: Body = await response.json();
  return { status: response.status, headers: response.headers, body };
}

/** The parameters of a customer list. */
export function newAudience(name: string) {
  return { name, subtype: 'CUSTOM', customer_file_source: 'USER_PROVIDED_ONLY' };
}

export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** Status, code and subcode of an answer: the part of an error that clients may depend on. */
export function verdict({ status, body: { error } }: Reply) {
  return [status, error?.code, error?.error_subcode];
}
