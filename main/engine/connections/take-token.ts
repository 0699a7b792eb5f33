import { saveHealth, saveTokenFacts } from '../../../db/workspaces.ts';
import type { ConnectFailure, ConnectResult } from '../../../preload/contract/connections.ts';
import { type GraphTarget, proofOf } from '../../facebook/client.ts';
import { type App, connectFailureOf, lengthen, NEEDED_SCOPE, SCOPES, type Token } from '../../facebook/oauth.ts';
import type { Usage } from '../../facebook/usage.ts';
import { storeToken } from '../connect.ts';
import type { Context } from '../context.ts';
import { noteUsage } from '../quota.ts';
import { inspect } from './inspect.ts';

/** What a token came with. */
export interface TokenOrder {
  /** Root of the Graph API; null = the sandbox that the host embeds. */
  readonly root: string | null;
  /** The same as an address to call. */
  readonly graphUrl: string;
  readonly appId: string | null;
  readonly appSecret: string | null;
  readonly configId: string | null;
  /** The connection to renew; null = that of the same person, or a new one. */
  readonly connectionId: number | null;
}

/** Failures of an exchange that show that id or secret are wrong; after any other one a token of hours is better than none. */
const OF_THE_APP: ReadonlySet<ConnectFailure> = new Set(['desktop_app', 'secret_wrong', 'app_unknown']);

export function failedFor(
  reason: ConnectFailure,
  said: string | null = null,
  missing: readonly string[] = [],
): ConnectResult {
  return { state: 'failed', reason, said, missing };
}

/** Lengthens a token where the app's secret is known, asks Meta about it, and stores it. Nothing of a token that fails is kept. */
export async function takeToken(context: Context, order: TokenOrder, given: Token): Promise<ConnectResult> {
  const { db, ports } = context;
  const { graphUrl, appId, appSecret } = order;
  const app: App | null = appId !== null && appSecret !== null ? { id: appId, secret: appSecret } : null;
  const usages: Usage[] = [];
  let token = given;
  if (app) {
    const longer = await lengthen(ports.http, graphUrl, app, given.token, (call) => void context.sent(call));
    usages.push(longer.ok ? longer.answer.usage : longer.usage);
    if (longer.ok) token = longer.value;
    else {
      const reason = connectFailureOf(longer);
      if (OF_THE_APP.has(reason)) return failedFor(reason, longer.evidence.said);
    }
  }
  const target: GraphTarget = {
    graphUrl,
    token: token.token,
    ...(app ? { proof: proofOf(token.token, app.secret) } : {}),
  };
  const seen = await inspect(context, target, app);
  if (!seen.ok) return failedFor(seen.why.reason, seen.why.said);
  const { granted, person, told } = seen;
  if (granted && !granted.includes(NEEDED_SCOPE)) {
    return failedFor(
      'declined',
      null,
      SCOPES.filter((scope) => !granted.includes(scope)),
    );
  }
  const now = ports.clock.now();
  const madeBy = appId ?? told.app_id;
  const id = storeToken(context, {
    root: order.root,
    token: token.token,
    person,
    app: madeBy === null ? null : { id: madeBy, secret: appSecret, configId: order.configId },
    connectionId: order.connectionId,
  });
  db.transaction(() => {
    const { expiresInMs } = token;
    const expiresAt = told.expires_at ?? (expiresInMs === null || expiresInMs === 0 ? expiresInMs : now + expiresInMs);
    saveTokenFacts(db, id, { ...told, expires_at: expiresAt });
    saveHealth(db, id, { health: 'ok', trouble: null, said: null, checked_at: now });
  })();
  for (const usage of [...usages, ...seen.usages]) noteUsage(context, id, null, usage);
  ports.log.info('connection.stored', { code: told.kind });
  for (const event of ['connections.changed', 'status.changed', 'jobs.changed'] as const) context.emit({ event });
  return { state: 'done', connectionId: id };
}
