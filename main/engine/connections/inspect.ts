import type { TokenFactsRow } from '../../../db/workspaces.ts';
import type { ConnectFailure } from '../../../preload/contract/connections.ts';
import { type Person, whoAmI } from '../../facebook/audiences.ts';
import type { GraphTarget } from '../../facebook/client.ts';
import { type App, connectFailureOf } from '../../facebook/oauth.ts';
import type { GraphAnswer } from '../../facebook/outcome.ts';
import { debugToken, readGrants, type TokenFacts } from '../../facebook/token.ts';
import type { Usage } from '../../facebook/usage.ts';
import type { Context } from '../context.ts';

/** Why a token cannot be used, with what Meta said of it. */
export interface Unusable {
  readonly reason: ConnectFailure;
  readonly said: string | null;
  readonly code: number | null;
  readonly subcode: number | null;
}

/** What Meta tells of a token. `usages` = what the answers said about quotas. */
export type Inspected = { readonly usages: readonly Usage[] } & (
  | {
      readonly ok: true;
      readonly person: Person;
      readonly told: TokenFactsRow;
      readonly granted: readonly string[] | null;
    }
  | { readonly ok: false; readonly why: Unusable }
);

/**
 * Asks Meta whose a token is, what it may do and how long. Only who it belongs to must be told; what the other two reads do not tell
 * stays unknown. `app` = the app that is said to have made it, where its secret is known.
 */
export async function inspect(context: Context, target: GraphTarget, app: App | null): Promise<Inspected> {
  const { http } = context.ports;
  const sent = (call: Parameters<Context['sent']>[0]): void => void context.sent(call);
  const usages: Usage[] = [];
  const me = await whoAmI(http, target, sent);
  usages.push(me.answer.usage);
  if (!me.answer.ok) return { ok: false, usages, why: unusable(me.answer) };
  const debugged = await debugToken(http, target, app, sent);
  usages.push(debugged.ok ? debugged.answer.usage : debugged.usage);
  const facts = debugged.ok ? debugged.value : null;
  const trouble = facts && troubleIn(facts, app);
  if (trouble) {
    return { ok: false, usages, why: { reason: trouble, said: null, code: facts.code, subcode: facts.subcode } };
  }
  const { person } = me;
  if (!person) return { ok: false, usages, why: { reason: 'not_a_person', said: null, code: null, subcode: null } };
  const grants = await readGrants(http, target, sent);
  usages.push(grants.ok ? grants.answer.usage : grants.usage);
  const rights = grants.ok ? grants.value : null;
  // A token may have been made with less than the person grants the app.
  const granted = facts?.scopes ?? rights?.granted ?? null;
  return { ok: true, usages, person, granted, told: rowOf(person, facts, granted, rights?.declined ?? null) };
}

function unusable(answer: GraphAnswer & { readonly ok: false }): Unusable {
  const { said, code, subcode } = answer.evidence;
  return { reason: connectFailureOf(answer), said, code, subcode };
}

function troubleIn({ kind, isValid, appId }: TokenFacts, app: App | null): ConnectFailure | null {
  if (isValid === false) return 'token_invalid';
  if (kind === 'other') return 'not_a_person';
  return app && appId !== null && appId !== app.id ? 'other_app' : null;
}

function rowOf(
  person: Person,
  facts: TokenFacts | null,
  granted: readonly string[] | null,
  declined: readonly string[] | null,
): TokenFactsRow {
  const kind = facts?.kind === 'user' || facts?.kind === 'system_user' ? facts.kind : 'unknown';
  return {
    person_id: person.id,
    person_name: person.name,
    kind,
    app_id: facts?.appId ?? null,
    app_name: facts?.appName ?? null,
    granted: granted && JSON.stringify(granted),
    declined: declined && JSON.stringify(declined),
    granular: facts?.granular ? JSON.stringify(facts.granular) : null,
    expires_at: facts?.expiresAt ?? null,
    data_access_expires_at: facts?.dataAccessExpiresAt ?? null,
  };
}
