import { addedSince, type HoldRow, liftHold, postponeProbe } from '../../db/holds.ts';
import { audienceById, stepById } from '../../db/jobs.ts';
import { isOffline } from '../../db/offline.ts';
import { connectionById } from '../../db/workspaces.ts';
import type { HoldCheck, HoldReason } from '../../preload/contract/holds.ts';
import { text } from '../../preload/messages/text.ts';
import { type AdAccount, isAccepted, readAdAccount } from '../facebook/ad-accounts.ts';
import { audiencesNamed, readAudienceStatus, whoAmI } from '../facebook/audiences.ts';
import type { GraphTarget, PreparedCall } from '../facebook/client.ts';
import type { GraphAnswer } from '../facebook/outcome.ts';
import type { Read } from '../facebook/reads.ts';
import { readPermissions } from '../facebook/token.ts';
import type { Context } from './context.ts';
import { noteUsage } from './quota.ts';

const FIRST_PROBE_MS = 5_000;
const LONGEST_PROBE_MS = 5 * 60_000;
/** Eleven probes in the first ten minutes, in which most people act; then one every five minutes. */
const GROWTH = 1.5;

/** How long after so many probes Meta is asked again. */
export function probeDelayMs(probes: number): number {
  return Math.round(Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * GROWTH ** Math.min(probes, 30)));
}

/** Whether something that can be read tells that what a hold waits for has been done. */
const PROBED = {
  terms: true,
  value_terms: true,
  business: true,
  token: true,
  permission: true,
  account: true,
  audience_gone: true,
  audience_ambiguous: true,
  audience_flagged: true,
  low_size: true,
  // Nothing tells of these, and an upload to find out would be a retry of what only a person can mend.
  value_column: false,
  policy: false,
  audience_limit: false,
  data_source: false,
  app_settings: false,
  app_update: false,
  settings_refused: false,
  restored: false,
  our_bug: false,
} as const satisfies Record<HoldReason, boolean>;
type Probed = { [R in HoldReason]: (typeof PROBED)[R] extends true ? R : never }[HoldReason];

/** Whether Muster can see by itself that what a hold waits for has been done. */
export function canProbe(reason: HoldReason): reason is Probed {
  return PROBED[reason];
}

/** `unknown`: what was read does not tell; `said`: what it does tell. */
type Finding =
  | { readonly is: 'gone' }
  | { readonly is: 'unknown'; readonly said: string | null }
  | { readonly is: 'standing'; readonly said: string };
const GONE: Finding = { is: 'gone' };
const UNKNOWN: Finding = { is: 'unknown', said: null };
const standing = (said: string): Finding => ({ is: 'standing', said });

/**
 * Asks Meta whether a hold still stands, and lifts it when it does not. `isAsked`: a person says that it was mended, so it is also lifted
 * when nothing that can be read speaks against it. One cheap read, never an upload.
 */
export async function probeHold(context: Context, hold: HoldRow, isAsked: boolean): Promise<HoldCheck> {
  const { db, ports } = context;
  const finding = await find(context, hold);
  const now = ports.clock.now();
  if (finding.is === 'gone' || (finding.is === 'unknown' && isAsked)) {
    const released = liftHold(db, hold.id, now, { actor: isAsked ? 'user' : 'muster', kind: 'hold.lifted' });
    if (released) {
      ports.log.info('hold.lifted', { holdId: hold.id, code: hold.reason });
      context.emit({ event: 'holds.changed' });
      context.emit({ event: 'jobs.changed' });
    }
    return { released, said: null };
  }
  const { said } = finding;
  postponeProbe(db, hold.id, hold.probe_at === null ? null : now + probeDelayMs(hold.probes + 1), said);
  context.emit({ event: 'holds.changed' });
  return { released: false, said };
}

/** A person starts the work again, so what stood in its way is looked at. What comes from a backup is released by its own button only. */
export async function checkHolds(context: Context, holds: readonly HoldRow[]): Promise<void> {
  const seen = new Map(holds.filter(({ reason }) => reason !== 'restored').map((hold) => [hold.id, hold]));
  for (const hold of seen.values()) await probeHold(context, hold, true);
}

async function find(context: Context, hold: HoldRow): Promise<Finding> {
  const { db, ports } = context;
  const reason = hold.reason as HoldReason;
  if (!canProbe(reason)) return UNKNOWN;
  if (reason === 'low_size') return hold.step_id !== null && addedSince(db, hold.step_id, hold.since) ? GONE : UNKNOWN;
  const target = context.target(hold.connection_id);
  if (!target) {
    const isApart = connectionById(db, hold.connection_id)?.disconnected_at !== null;
    return standing(text(isApart ? 'connections.disconnected' : 'hold.probe.sandbox'));
  }
  if (isOffline(db, hold.connection_id)) return standing(text('hold.probe.offline'));
  const own: Asking = { context, hold, target, sent: (call) => void context.sent(call) };
  switch (reason) {
    case 'token': {
      const { answer } = await whoAmI(ports.http, target, own.sent);
      noteUsage(context, hold.connection_id, null, answer.usage);
      return answer.ok ? GONE : failed(answer);
    }
    case 'permission':
      return hold.scope === 'connection' ? permissionOf(own) : ofAccount(own, mayAdvertise);
    case 'terms':
      return ofAccount(own, (state) => accepted(state, 'custom_audience_tos', isOfSystemUser(own)));
    case 'value_terms':
      return ofAccount(own, valueTerms);
    case 'business':
      return ofAccount(own, ({ business }) => (business ? GONE : standing(text('hold.probe.business'))));
    case 'account':
      return ofAccount(own, isUsable);
    case 'audience_gone':
      return ofAudience(own, () => GONE);
    case 'audience_flagged':
      return ofAudience(own, (status) => {
        if (status === null) return UNKNOWN;
        return status === FLAGGED ? standing(text('hold.probe.flagged')) : GONE;
      });
    case 'audience_ambiguous':
      return ofName(own);
  }
}

interface Asking {
  readonly context: Context;
  readonly hold: HoldRow;
  readonly target: GraphTarget;
  readonly sent: (call: PreparedCall) => void;
}

/** `operation_status` of an audience that Meta has flagged (meta-api.md 6, 11). */
export const FLAGGED = 471;
/** `account_status` of accounts that can be used, some of them with a warning (meta-api.md 4). */
const USABLE: readonly number[] = [1, 3, 7, 8, 9];

function isOfSystemUser({ context, hold }: Asking): boolean {
  return connectionById(context.db, hold.connection_id)?.kind === 'system_user';
}

function failed(answer: GraphAnswer): Finding {
  return standing(answer.evidence.said ?? text('hold.probe.failed'));
}

async function ofAccount(
  { context, hold, target, sent }: Asking,
  judge: (state: AdAccount) => Finding,
): Promise<Finding> {
  const read = await readAdAccount(context.ports.http, target, hold.account, sent);
  return judged(context, hold, read, judge);
}

async function ofAudience(
  { context, hold, target, sent }: Asking,
  judge: (status: number | null) => Finding,
): Promise<Finding> {
  const step = hold.step_id === null ? undefined : stepById(context.db, hold.step_id);
  if (!step?.facebook_id) return UNKNOWN;
  const read = await readAudienceStatus(context.ports.http, target, hold.account, step.facebook_id, sent);
  return judged(context, hold, read, judge);
}

async function permissionOf({ context, hold, target, sent }: Asking): Promise<Finding> {
  const read = await readPermissions(context.ports.http, target, sent);
  return judged(context, hold, read, (granted) =>
    granted.includes('ads_management') ? GONE : standing(text('hold.probe.permission')),
  );
}

async function ofName({ context, hold, target, sent }: Asking): Promise<Finding> {
  const step = hold.step_id === null ? undefined : stepById(context.db, hold.step_id);
  const audience = step && audienceById(context.db, step.audience_id);
  if (!audience) return UNKNOWN;
  const listing = await audiencesNamed(context.ports.http, target, audience.account, audience.name, sent);
  noteUsage(context, hold.connection_id, audience.account, listing.usage);
  if (!listing.ok) return failed(listing);
  return listing.audiences.length <= 1 ? GONE : standing(text('hold.probe.ambiguous'));
}

function judged<T>(context: Context, hold: HoldRow, read: Read<T>, judge: (value: T) => Finding): Finding {
  const answer = read.ok ? read.answer : read;
  noteUsage(context, hold.connection_id, hold.account === '' ? null : hold.account, answer.usage);
  return read.ok ? judge(read.value) : failed(read);
}

/**
 * Terms count per person and business: both must have accepted. System users have no terms of their own, so for them the business's
 * decide (meta-api.md 5).
 */
function accepted({ terms, personTerms }: AdAccount, name: string, isSystemUser: boolean): Finding {
  const business = isAccepted(terms, name);
  if (business === false) return standing(text('hold.probe.terms'));
  if (business && isSystemUser) return GONE;
  const person = isAccepted(personTerms, name);
  if (person === false) return standing(text('hold.probe.other_person'));
  if (business && person) return GONE;
  return business ? { is: 'unknown', said: text('hold.probe.person_untold') } : UNKNOWN;
}

/** These count per ad account, whoever accepted them (meta-api.md 5). */
function valueTerms({ terms }: AdAccount): Finding {
  const accepts = isAccepted(terms, 'value_based_custom_audience_tos');
  if (accepts === null) return UNKNOWN;
  return accepts ? GONE : standing(text('hold.probe.terms'));
}

function mayAdvertise({ tasks }: AdAccount): Finding {
  if (tasks === null) return UNKNOWN;
  return tasks.some((task) => task === 'MANAGE' || task === 'ADVERTISE') ? GONE : standing(text('hold.probe.task'));
}

function isUsable({ status }: AdAccount): Finding {
  if (status === null) return UNKNOWN;
  return USABLE.includes(status) ? GONE : standing(text('hold.probe.account'));
}
