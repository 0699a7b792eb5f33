import type { Known, Unread } from '#core/audit-facts.ts';

import { isOffline } from '../../../db/offline.ts';
import { connectionById } from '../../../db/workspaces.ts';
import type { HoldReason } from '../../../preload/contract/holds.ts';
import { whoAmI } from '../../facebook/audiences.ts';
import { API_VERSION, type GraphTarget, type PreparedCall } from '../../facebook/client.ts';
import type { GraphAnswer } from '../../facebook/outcome.ts';
import type { Read } from '../../facebook/reads.ts';
import type { Context } from '../context.ts';
import type { Http } from '../ports.ts';
import { mayRead, noteUsage } from '../quota.ts';

/** What the answers themselves say of the version that gave them. */
interface SeenVersion {
  readonly asked: string;
  served: string | null;
  isUpgraded: boolean;
  isRefused: boolean;
}

/** A way to ask Meta one read after another, on behalf of one connection. */
export interface Asking {
  readonly target: GraphTarget;
  readonly version: SeenVersion;
  /**
   * Makes one read. `account` null = it is about none. Is not made while the host is known to be out of reach, or Meta wants the account
   * left alone. What it answers is told to the quotas.
   */
  ask<T>(
    account: string | null,
    read: (http: Http, target: GraphTarget, sent: (call: PreparedCall) => void) => Promise<Read<T>>,
  ): Promise<Known<T> & { readonly answer: GraphAnswer | null }>;
}

/** Why nobody can be asked on behalf of a connection for which `startAsking` gave null. */
export function whyNobody({ db }: Context, connectionId: number): Unread {
  const isDisconnected = (connectionById(db, connectionId)?.disconnected_at ?? null) !== null;
  return { kind: isDisconnected ? 'disconnected' : 'sandbox', said: null };
}

/** null when nobody can be asked: it is disconnected, or its sandbox does not run here. Throws for a connection that does not exist. */
export function startAsking(context: Context, connectionId: number): Asking | null {
  const { db, ports } = context;
  const target = context.target(connectionId);
  if (!target) return null;
  const version: SeenVersion = { asked: API_VERSION, served: null, isUpgraded: false, isRefused: false };
  const http: Http = async (request) => {
    const answer = await ports.http(request);
    if (answer.kind === 'answer') {
      version.served = answer.headers['facebook-api-version'] ?? version.served;
      version.isUpgraded ||= 'x-ad-api-version-warning' in answer.headers;
    }
    return answer;
  };
  const unread = (kind: Unread['kind']) => ({ ok: false, why: { kind, said: null }, answer: null }) as const;
  return {
    target,
    version,
    async ask(account, read) {
      if (account !== null && !mayRead(context, connectionId, account)) return unread('throttled');
      const found = await read(http, target, (call) => context.sent(call));
      const answer = found.ok ? found.answer : found;
      noteUsage(context, connectionId, account, answer.usage);
      if (found.ok) return { ok: true, value: found.value, answer };
      if (found.meaning.kind === 'held' && found.meaning.reason === 'app_update') version.isRefused = true;
      // A host that was out of reach a moment ago is told as such, whichever way it fails this time.
      const kind = isOffline(db, connectionId) && found.evidence.httpStatus === null ? 'offline' : kindOf(found);
      return { ok: false, why: { kind, said: found.evidence.said }, answer };
    },
  };
}

/** Whose token it is, which at the same time shows whether it works. */
export async function readName(asking: Asking) {
  return asking.ask(null, async (http, target, sent): Promise<Read<string | null>> => {
    const { person, answer } = await whoAmI(http, target, sent);
    return answer.ok ? { ok: true, value: person?.name ?? null, answer } : answer;
  });
}

/** Holds that a refused read speaks of; the others are about uploads. */
const UNREAD: Readonly<Partial<Record<HoldReason, Unread['kind']>>> = {
  token: 'token',
  permission: 'permission',
  account: 'out_of_reach',
  audience_gone: 'out_of_reach',
};

function kindOf({ meaning }: GraphAnswer & { readonly ok: false }): Unread['kind'] {
  switch (meaning.kind) {
    case 'offline':
      return 'offline';
    case 'throttled':
      return 'throttled';
    case 'retry':
      return 'trouble';
    case 'refused':
      return 'other';
    case 'held':
      return UNREAD[meaning.reason] ?? 'other';
  }
}
