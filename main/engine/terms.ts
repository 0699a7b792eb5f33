import type { Known } from '#core/audit-facts.ts';
import { termsState } from '#core/terms.ts';

import { holdsOfAccount } from '../../db/diagnosis.ts';
import type { HoldRow } from '../../db/holds.ts';
import { connectionById } from '../../db/workspaces.ts';
import type {
  AcceptAnswer,
  Signer,
  TermsCheck,
  TermsKind,
  TermsList,
  TermsOfAccount,
  TermsOfKind,
  TermsPage,
} from '../../preload/contract/terms.ts';
import {
  acceptTerms,
  type AdAccount,
  isAccepted,
  listAdAccounts,
  readAdAccount,
  readTermsToAccept,
} from '../facebook/ad-accounts.ts';
import { pageUrl } from '../facebook/links.ts';
import type { GraphAnswer } from '../facebook/outcome.ts';
import { readToken } from '../facebook/token.ts';
import { type Asking, readName, startAsking, whyNobody } from './audit/asking.ts';
import { TERMS } from './audit/facts.ts';
import type { Context } from './context.ts';
import { NotFoundError } from './known.ts';
import { probeHold } from './probe.ts';

/** What asks Meta about the terms of ad accounts, and keeps who a connection's token belongs to. */
export interface Terms {
  list(connectionId: number): Promise<TermsList>;
  check(connectionId: number, account: string): Promise<TermsCheck>;
  tryAccept(connectionId: number, account: string): Promise<readonly AcceptAnswer[]>;
}

/** `wake` is called when something that was held may go on. */
export function createTerms(context: Context, wake: () => void): Terms {
  // Screens ask every few seconds whether terms are accepted by now; whose token it is does not change meanwhile.
  const signers = new Map<string, Signer>();

  async function signerOf(asking: Asking, connectionId: number): Promise<Signer> {
    const { token } = asking.target;
    const key = `${connectionId} ${token}`;
    const known = signers.get(key);
    if (known) return known;
    const state = await asking.ask(null, readToken);
    const me = await readName(asking);
    const stored = connectionById(context.db, connectionId)?.person_name ?? null;
    const signer = {
      name: (me.ok ? me.value : null) ?? stored,
      isSystemUser: state.ok ? state.value.isSystemUser : null,
    };
    if (me.ok && state.ok) signers.set(key, signer);
    return signer;
  }

  function begin(connectionId: number): Asking | null {
    if (!connectionById(context.db, connectionId))
      throw new NotFoundError(`Connection ${connectionId} does not exist.`);
    return startAsking(context, connectionId);
  }

  function unread(connectionId: number): Signer {
    return { name: connectionById(context.db, connectionId)?.person_name ?? null, isSystemUser: null };
  }

  return {
    async list(connectionId) {
      const asking = begin(connectionId);
      const at = context.ports.clock.now();
      if (!asking)
        return {
          connectionId,
          at,
          signer: unread(connectionId),
          unread: whyNobody(context, connectionId),
          accounts: [],
        };
      const states = await asking.ask(null, listAdAccounts);
      if (!states.ok) return { connectionId, at, signer: unread(connectionId), unread: states.why, accounts: [] };
      const signer = await signerOf(asking, connectionId);
      const accounts = states.value.map((state) => termsOf(state, signer, asking.target.graphUrl));
      return { connectionId, at, signer, unread: null, accounts };
    },

    async check(connectionId, account) {
      const asking = begin(connectionId);
      const at = context.ports.clock.now();
      if (!asking)
        return { at, signer: unread(connectionId), unread: whyNobody(context, connectionId), terms: null, released: 0 };
      const state: Known<AdAccount> = await readState(asking, account);
      if (!state.ok) return { at, signer: unread(connectionId), unread: state.why, terms: null, released: 0 };
      const signer = await signerOf(asking, connectionId);
      const terms = termsOf(state.value, signer, asking.target.graphUrl);
      return { at, signer, unread: null, terms, released: await release(terms, connectionId) };
    },

    async tryAccept(connectionId, account) {
      const asking = begin(connectionId);
      if (!asking) return [];
      const listed = await asking.ask(account, (http, target, sent) => readTermsToAccept(http, target, account, sent));
      if (!listed.ok) return [answered(null, null, false, listed)];
      const state = await readState(asking, account);
      const businessId = state.ok ? (state.value.business?.id ?? null) : null;
      const answers: AcceptAnswer[] = [];
      for (const { id, type } of listed.value) {
        const made = await asking.ask(account, (http, target, sent) =>
          acceptTerms(http, target, account, { id, businessId }, sent),
        );
        answers.push(answered(id, type, made.ok && made.value, made));
      }
      return answers;
    },
  };

  /** What was held for terms that are accepted now is asked about at once, and not when its next probe is due. */
  async function release({ account, kinds }: TermsOfAccount, connectionId: number): Promise<number> {
    const reasons = kinds
      .filter(({ state }) => state === 'accepted')
      .map(({ kind }) => (kind === 'customer_list' ? 'terms' : 'value_terms'));
    const holds = holdsOfAccount(context.db, connectionId, account).filter(({ reason }) =>
      reasons.some((one) => one === reason),
    );
    let released = 0;
    for (const hold of holds) if (await isReleased(hold)) released += 1;
    if (released > 0) wake();
    return released;
  }

  async function isReleased(hold: HoldRow): Promise<boolean> {
    return (await probeHold(context, hold, true)).released;
  }
}

function readState(asking: Asking, account: string) {
  return asking.ask(account, (http, target, sent) => readAdAccount(http, target, account, sent));
}

function answered(
  id: string | null,
  type: string | null,
  accepted: boolean,
  { answer, ...read }: Known<unknown> & { readonly answer: GraphAnswer | null },
): AcceptAnswer {
  const { httpStatus = null, code = null, subcode = null, said = null } = answer?.evidence ?? {};
  return { id, type, accepted, httpStatus, code, subcode, said: said ?? (read.ok ? null : read.why.said) };
}

/** Terms of an ad account as they concern the one whose token it is, with the pages to accept them on (meta-api.md 5). */
function termsOf(state: AdAccount, signer: Signer, graphUrl: string): TermsOfAccount {
  const { account, name, business } = state;
  const of = { account, businessId: business?.id ?? null };
  const onBusiness: TermsPage = { page: 'business', url: pageUrl('terms_business', of, graphUrl) };
  const onPersonal: TermsPage = { page: 'personal', url: pageUrl('terms_personal', of, graphUrl) };
  const onTools: TermsPage = { page: 'business_tools', url: pageUrl('terms_value', of, graphUrl) };
  const first = business === null ? onPersonal : onBusiness;
  const kinds = KINDS.map((kind): TermsOfKind => {
    const told = { business: isAccepted(state.terms, TERMS[kind]), person: isAccepted(state.personTerms, TERMS[kind]) };
    const page = kind === 'customer_list' ? first : onTools;
    return { kind, ...told, state: stateOf(kind, told, signer), page };
  });
  return { account, name, business, kinds, pages: [first, first === onBusiness ? onPersonal : onBusiness, onTools] };
}

const KINDS: readonly TermsKind[] = ['customer_list', 'value_based'];

/** Value-based terms are accepted for the ad account, whoever accepts them; the others also by the person (meta-api.md 5). */
function stateOf(
  kind: TermsKind,
  told: Pick<TermsOfKind, 'business' | 'person'>,
  { isSystemUser }: Signer,
): TermsOfKind['state'] {
  if (kind === 'customer_list') return termsState({ ...told, isSystemUser });
  if (told.business === null) return 'untold';
  return told.business ? 'accepted' : 'nobody';
}
