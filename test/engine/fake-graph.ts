import type { Http, HttpAnswer, HttpRequest } from '../../main/engine/ports.ts';

type CallKind = 'root' | 'me' | 'account' | 'list' | 'create' | 'users';

/** One request as a server saw it. */
interface Seen {
  readonly kind: CallKind;
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Upload {
  readonly session: { readonly session_id: number; readonly batch_seq: number; readonly last_batch_flag: boolean };
  readonly payload: { readonly schema: readonly string[]; readonly data: readonly (readonly string[])[] };
}

/** An answer in place of the graph's own; `perform` makes the graph do what was asked all the same, and gives its answer. */
export type Script = (seen: Seen, perform: () => HttpAnswer) => HttpAnswer | Promise<HttpAnswer>;

export interface FakeGraph {
  readonly http: Http;
  /** Oldest first. */
  readonly seen: readonly Seen[];
  uploads(): readonly Upload[];
  /** Entries of an audience, as `KEY=value&KEY=value`, sorted. */
  members(audience: string): readonly string[];
  audiences(): readonly { readonly id: string; readonly name: string }[];
  addAudience(name: string, createdAt?: number, isValueBased?: boolean): string;
  /** What an audience's own node tells beside its name, from now on; null = Meta has it no longer. */
  tell(audience: string, facts: Readonly<Record<string, unknown>> | null): void;
  /** The next requests of this kind are answered by these, in order; then the graph is itself again. */
  script(kind: CallKind, ...scripts: readonly Script[]): void;
  /** Every request of this kind is answered by this one; null = the graph is itself again. */
  always(kind: CallKind, script: Script | null): void;
  /** Decides which rows are invalid (the reason) and how many of them the answer names. */
  judge(reason: (row: readonly string[]) => string | null, mostNamed?: number): void;
  /** The most uploads that one audience ever had at a time. */
  readonly mostAtOnce: number;
}

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { kind: 'answer', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** An error in Meta's envelope, as an answer for `script` and `always`. */
export function refuse(
  code: number,
  subcode: number | null = null,
  more: {
    readonly status?: number;
    readonly message?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Script {
  const error = {
    message: more.message ?? `(#${code}) No`,
    code,
    ...(subcode === null ? {} : { error_subcode: subcode }),
  };
  return () => answer(more.status ?? 400, { error }, more.headers);
}

/** The connection breaks before an answer came, with or without the deed done. */
export function lose(isDone: boolean): Script {
  return (_seen, perform) => {
    if (isDone) perform();
    return { kind: 'no_answer', reason: 'reset', said: 'Connection lost' };
  };
}

/** The network is gone: no connection comes about. */
export const noNetwork: Script = () => ({
  kind: 'no_answer',
  reason: 'no_connection',
  said: 'No connection (ENOTFOUND)',
});

/** A Graph API with one ad account that keeps what it is sent. */
export function fakeGraph(now: () => number): FakeGraph {
  const audiences = new Map<
    string,
    {
      readonly name: string;
      readonly createdAt: number;
      readonly isValueBased: boolean;
      readonly entries: Set<string>;
      facts: Readonly<Record<string, unknown>>;
    }
  >();
  const seen: Seen[] = [];
  const scripts = new Map<CallKind, Script[]>();
  const standing = new Map<CallKind, Script>();
  const underWay = new Map<string, number>();
  let mostAtOnce = 0;
  let invalid: (row: readonly string[]) => string | null = () => null;
  let mostNamed = 100;

  function addAudience(name: string, createdAt = now(), isValueBased = false): string {
    const id = String(23_849_182_047_670_582n + BigInt(audiences.size));
    audiences.set(id, { name, createdAt, isValueBased, entries: new Set(), facts: {} });
    return id;
  }

  function users(call: Seen): HttpAnswer {
    const audience = audiences.get(call.path.split('/')[0] ?? '');
    if (!audience) return answer(400, { error: { message: 'Unsupported request', code: 100, error_subcode: 33 } });
    const { schema, data } = (call.body as unknown as Upload).payload;
    if (audience.isValueBased && !schema.includes('LOOKALIKE_VALUE')) {
      const message = '(#100) Value-Based Custom Audience requires LOOKALIKE_VALUE attribute.';
      return answer(400, { error: { message, code: 100 } });
    }
    const bad = data.filter((row) => invalid(row) !== null);
    for (const row of data) {
      if (invalid(row) !== null) continue;
      const entry = schema.flatMap((key, i) => (row[i] === '' ? [] : [`${key}=${row[i]}`])).join('&');
      if (call.method === 'POST') audience.entries.add(entry);
      else audience.entries.delete(entry);
    }
    return answer(200, {
      audience_id: call.path.split('/')[0],
      session_id: '4229955495815004260',
      num_received: data.length,
      num_invalid_entries: bad.length,
      invalid_entry_samples: Object.fromEntries(
        bad.slice(0, mostNamed).map((row) => [JSON.stringify(row), invalid(row)]),
      ),
    });
  }

  function perform(call: Seen): HttpAnswer {
    switch (call.kind) {
      case 'root':
        return answer(400, { error: { message: 'Unsupported get request', code: 100 } });
      case 'me':
        return answer(200, { id: '1012345678901234567', name: 'Ann Agency' });
      case 'account': {
        if (call.path.startsWith('act_')) return answer(200, { id: call.path, name: 'Shop' });
        const audience = audiences.get(call.path);
        if (!audience)
          return answer(400, { error: { message: 'Unsupported get request', code: 100, error_subcode: 33 } });
        const { name, isValueBased, facts } = audience;
        return answer(200, { id: call.path, name, is_value_based: isValueBased, ...facts });
      }
      case 'list':
        return answer(200, {
          data: [...audiences]
            .map(([id, { name, createdAt, isValueBased }]) => ({
              id,
              name,
              is_value_based: isValueBased,
              time_created: Math.floor(createdAt / 1000),
            }))
            .toReversed(),
        });
      case 'create':
        return answer(200, { id: addAudience(String(call.body['name']), now(), call.body['is_value_based'] === 1) });
      case 'users':
        return users(call);
    }
  }

  return {
    seen,
    get mostAtOnce() {
      return mostAtOnce;
    },
    async http({ method, url, body }) {
      const { pathname, searchParams } = new URL(url);
      const path = pathname.replace(/^\/v[\d.]+\//, '');
      const call: Seen = {
        kind: kindOf(method, path),
        method,
        path,
        query: Object.fromEntries(searchParams),
        body: body === null ? {} : (JSON.parse(Buffer.concat(body).toString()) as Seen['body']),
      };
      seen.push(call);
      underWay.set(path, (underWay.get(path) ?? 0) + 1);
      if (call.kind === 'users') mostAtOnce = Math.max(mostAtOnce, underWay.get(path) ?? 0);
      const script = scripts.get(call.kind)?.shift() ?? standing.get(call.kind);
      const said = script ? await script(call, () => perform(call)) : perform(call);
      underWay.set(path, (underWay.get(path) ?? 0) - 1);
      return said;
    },
    uploads: () => seen.filter(({ kind }) => kind === 'users').map(({ body }) => body as unknown as Upload),
    members: (audience) => [...(audiences.get(audience)?.entries ?? [])].toSorted(),
    audiences: () => [...audiences].map(([id, { name }]) => ({ id, name })),
    addAudience,
    tell(id, facts) {
      const audience = audiences.get(id);
      if (audience && facts) audience.facts = facts;
      else audiences.delete(id);
    },
    script(kind, ...more) {
      scripts.set(kind, [...(scripts.get(kind) ?? []), ...more]);
    },
    always(kind, script) {
      if (script) standing.set(kind, script);
      else standing.delete(kind);
    },
    judge(reason, named = 100) {
      invalid = reason;
      mostNamed = named;
    },
  };
}

function kindOf(method: string, path: string): CallKind {
  if (path === '') return 'root';
  if (path === 'me') return 'me';
  if (path.endsWith('/users')) return 'users';
  if (path.endsWith('/customaudiences')) return method === 'GET' ? 'list' : 'create';
  return 'account';
}
