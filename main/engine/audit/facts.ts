import type { AuditFacts, Known, Unread } from '#core/audit-facts.ts';
import { APART_MS } from '#core/quota.ts';

import { valueBasedAt } from '../../../db/audience-facts.ts';
import { type StepAtRow, stepsAt } from '../../../db/diagnosis.ts';
import { coolDownUntil } from '../../../db/holds.ts';
import { connectionById, listAccounts } from '../../../db/workspaces.ts';
import { text } from '../../../preload/messages/text.ts';
import { type AdAccount, isAccepted, readAdAccount } from '../../facebook/ad-accounts.ts';
import { type ListedAudience, readAudiences } from '../../facebook/audiences.ts';
import { API_VERSION } from '../../facebook/client.ts';
import { readPermissions, readToken, tokenTrouble } from '../../facebook/token.ts';
import type { Context } from '../context.ts';
import { type Asking, readName, startAsking, whyNobody } from './asking.ts';

/** What an audit is judged by, and what else was learned on the way. */
export interface ReadFacts {
  readonly facts: AuditFacts;
  readonly state: Known<AdAccount>;
  readonly audiences: Known<readonly ListedAudience[]>;
  readonly accountName: string | null;
  /** Whose token it is; null when Meta never told. */
  readonly person: string | null;
}

/** The terms that customer lists need, and those that value-based ones need beside them, by their names at Meta (meta-api.md 5). */
export const TERMS = { customer_list: 'custom_audience_tos', value_based: 'value_based_custom_audience_tos' } as const;

/** Reads everything that an audit of an ad account looks at: five reads, and one more for every fifty audiences. */
export async function readFacts(context: Context, connectionId: number, account: string): Promise<ReadFacts> {
  const asking = startAsking(context, connectionId);
  const reads = asking ? await readAll(asking, account) : unreadAll(whyNobody(context, connectionId));
  const { db, ports } = context;
  const now = ports.clock.now();
  const row = listAccounts(db).find((one) => one.connection_id === connectionId && one.account === account);
  const person = (reads.person.ok ? reads.person.value : null) ?? connectionById(db, connectionId)?.person_name ?? null;
  const { state, audiences } = reads;
  const until = coolDownUntil(db, connectionId, account, now);
  const facts: AuditFacts = {
    now,
    account,
    signer: person ?? text('hold.person.unknown'),
    ...reads,
    state: state.ok ? { ok: true, value: stateOf(state.value) } : state,
    used: usedBy(stepsAt(db, connectionId, account)),
    valueBased: valueBasedAt(db, connectionId, account),
    quota: {
      tier: row?.tier ?? 'unknown',
      percent: row?.usage_percent ?? null,
      // Two writes of the limited tier are kept apart by a breath, which is no request of Meta's.
      coolDownUntil: until !== null && until - now > APART_MS ? until : null,
    },
    version: asking?.version ?? { asked: API_VERSION, served: null, isUpgraded: false, isRefused: false },
  };
  return { facts, state, audiences, accountName: (state.ok ? state.value.name : null) ?? row?.name ?? null, person };
}

type Reads = Pick<AuditFacts, 'token' | 'refusal' | 'permissions'> & {
  /** The name of whose token it is. */
  readonly person: Known<string | null>;
  readonly state: Known<AdAccount>;
  readonly audiences: Known<readonly ListedAudience[]>;
};

async function readAll(asking: Asking, account: string): Promise<Reads> {
  const person = await readName(asking);
  // A host out of reach, or a token that Meta does not take, would only answer the same four times more.
  if (!person.ok && person.why.kind === 'offline') return unreadAll(person.why);
  const token = await asking.ask(null, readToken);
  const refusal = person.answer && !person.answer.ok ? tokenTrouble(person.answer) : null;
  if (!person.ok && refusal !== null) return { ...unreadAll(person.why), token, refusal };
  const [permissions, state, audiences] = await Promise.all([
    asking.ask(null, readPermissions),
    asking.ask(account, (http, target, sent) => readAdAccount(http, target, account, sent)),
    asking.ask(account, (http, target, sent) => readAudiences(http, target, account, sent)),
  ]);
  return { token, person, refusal, permissions, state, audiences };
}

function unreadAll(why: Unread): Reads {
  const unread = { ok: false, why } as const;
  return { token: unread, person: unread, refusal: null, permissions: unread, state: unread, audiences: unread };
}

function stateOf(state: AdAccount): (AuditFacts['state'] & { readonly ok: true })['value'] {
  const { status, disableReason, business, tasks } = state;
  const maps = (name: string) => ({
    business: isAccepted(state.terms, name),
    person: isAccepted(state.personTerms, name),
  });
  return {
    status,
    disableReason,
    business,
    tasks,
    terms: maps(TERMS.customer_list),
    valueTerms: maps(TERMS.value_based),
  };
}

/** The audiences that steps change, each once; drafts are left out. */
function usedBy(steps: readonly StepAtRow[]): AuditFacts['used'] {
  const made = steps.flatMap(({ facebook_id: id, audience: name }) =>
    id === null ? [] : [[id, { id, name }] as const],
  );
  return [...new Map(made).values()];
}
