import type { ColumnMapping } from '#core/mapping/mapping.ts';

import {
  newestOutcomes,
  type StepAtRow,
  type StepOutcomeRow,
  stepsAt,
  unmadeAudiences,
} from '../../../db/diagnosis.ts';
import { holdsOfAccount } from '../../../db/diagnosis.ts';
import type { HoldRow } from '../../../db/holds.ts';
import type { Audit, Finding, Light } from '../../../preload/contract/audit.ts';
import type { AccountDiagnoses, Diagnosis, DiagnosisState, Topic } from '../../../preload/contract/doctor.ts';
import { auditAccount } from '../audit/audits.ts';
import type { ReadFacts } from '../audit/facts.ts';
import type { Context } from '../context.ts';
import { holdPage } from '../hold-page.ts';
import { TOPICS } from './topics.ts';

/** Below this Meta often refuses removals (braze.md). */
const SMALL_AUDIENCE = 1_000;

/** All that is known of an ad account's trouble. */
interface Case {
  readonly audit: Audit;
  readonly audiences: ReadFacts['audiences'];
  readonly holds: readonly (HoldRow & {
    /** Where the person must act; null = in Muster. */ readonly page: string | null;
  })[];
  readonly steps: readonly StepAtRow[];
  readonly unmade: readonly string[];
  readonly outcomes: readonly StepOutcomeRow[];
}

/** Audits an ad account and says of each topic whether it is the trouble there. Throws NotFoundError for a connection that does not exist. */
export async function diagnose(
  context: Context,
  connectionId: number,
  account: string,
  topics: readonly Topic[],
): Promise<AccountDiagnoses> {
  const { audit, read } = await auditAccount(context, connectionId, account);
  const { db } = context;
  const known: Case = {
    audit,
    audiences: read.audiences,
    holds: holdsOfAccount(db, connectionId, account).map((hold) => ({
      ...hold,
      page: holdPage(context, hold, account),
    })),
    steps: stepsAt(db, connectionId, account),
    unmade: unmadeAudiences(db, connectionId, account),
    outcomes: newestOutcomes(db, connectionId, account),
  };
  const values = { account, person: read.facts.signer };
  const diagnoses = topics.map((topic) => diagnosisOf(topic, known, values));
  return { connectionId, account, accountName: audit.accountName, diagnoses };
}

const URGENCY: readonly Light[] = ['fail', 'unknown', 'warn', 'pass'];

function diagnosisOf(topic: Topic, known: Case, values: Readonly<Record<string, string>>): Diagnosis {
  const rule = TOPICS[topic];
  const holds = known.holds.filter(({ reason }) => rule.holds.some((one) => one === reason));
  const lines = known.audit.checks.filter(({ id }) => rule.lines.includes(id));
  const findings = [...holds.map(heldFinding), ...ownFindings(topic, known), ...lines];
  return {
    topic,
    state: stateOf(findings),
    findings: findings.toSorted((a, b) => URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status)).map(plain),
    steps: Array.from({ length: rule.steps }, (_, index) => ({ key: `doctor.${topic}.step${index + 1}`, values })),
    holdIds: holds.map(({ id }) => id),
  };
}

function stateOf(findings: readonly Finding[]): DiagnosisState {
  if (findings.some(({ status }) => status === 'fail')) return 'trouble';
  return findings.some(({ status }) => status === 'unknown') ? 'unknown' : 'ok';
}

/** A line of an audit without what makes it one. */
function plain({ status, evidence, said, action }: Finding): Finding {
  return { status, evidence, said, action };
}

function heldFinding({ reason, said, page }: Case['holds'][number]): Finding {
  const action = page === null ? null : { key: 'doctor.action.hold', url: page };
  return { status: 'fail', evidence: { key: `hold.${reason}.title`, values: {} }, said, action };
}

function found(status: Light, key: string, values: Readonly<Record<string, string>> = {}): Finding {
  return { status, evidence: { key: `doctor.${key}`, values }, said: null, action: null };
}

/** What a topic looks at beside holds and the audit. */
function ownFindings(topic: Topic, known: Case): readonly Finding[] {
  switch (topic) {
    case 'low_size':
      return sizes(known);
    case 'all_errored':
      return allErrored(known);
    case 'create_failed':
      return known.unmade.map((audience) => found('warn', 'create_failed.unmade', { audience }));
    case 'value_based':
      return valueBased(known);
    case 'settings':
    case 'audience_gone':
      return known.steps.length === 0 ? [found('pass', 'no_jobs')] : [];
    case 'not_allowed':
      return known.steps.length === 0 ? [found('warn', 'not_allowed.no_jobs')] : [];
    case 'token':
    case 'account_access':
    case 'terms':
    case 'audience_limit':
      return [];
  }
}

/** Meta refuses removals from small audiences, so those that steps remove from are measured. */
function sizes({ steps, audiences }: Case): readonly Finding[] {
  const removals = steps.filter(({ action, facebook_id }) => action === 'remove' && facebook_id !== null);
  if (removals.length === 0) return [found('pass', 'low_size.no_removals')];
  if (!audiences.ok) return [unread(audiences.why)];
  const seen = new Map(removals.map((step) => [step.facebook_id, step.audience]));
  return [...seen].map(([id, audience]) => {
    const people = audiences.value.find((one) => one.id === id)?.people ?? null;
    if (people === null) return found('warn', 'low_size.untold', { audience });
    const told = { audience, people: String(people), least: String(SMALL_AUDIENCE) };
    return people < SMALL_AUDIENCE ? found('warn', 'low_size.small', told) : found('pass', 'low_size.large', told);
  });
}

/** When everybody of a step errored who could be sent, the ad account is to blame, and what its audit complains of is shown. */
function allErrored({ outcomes, audit }: Case): readonly Finding[] {
  const whole = outcomes.filter(
    ({ entered, not_synced: unusable, errored }) => errored > 0 && errored === entered - unusable,
  );
  if (whole.length === 0) return [found('pass', outcomes.length === 0 ? 'no_jobs' : 'all_errored.none')];
  const steps = whole.map(({ audience, errored }) =>
    found('fail', 'all_errored.step', { audience, count: String(errored) }),
  );
  return [...steps, ...audit.checks.filter(({ status }) => status !== 'pass')];
}

/** Every row for a value-based audience needs a value (meta-api.md 6.3). */
function valueBased({ steps, audiences }: Case): readonly Finding[] {
  if (steps.length === 0) return [found('pass', 'no_jobs')];
  if (!audiences.ok) return [unread(audiences.why)];
  const values = audiences.value.filter(({ isValueBased }) => isValueBased);
  const own = steps.filter(({ facebook_id: id }) => values.some((one) => one.id === id));
  if (own.length === 0) return [found('pass', 'value_based.none')];
  return own.map(({ audience, mapping, zero_value: isZero }) => {
    if (mapping === null && isZero === 0) return found('warn', 'value_based.mapping', { audience });
    const columns = JSON.parse(mapping ?? '[]') as readonly ColumnMapping[];
    return isZero === 1 || columns.some(({ key }) => key === 'LOOKALIKE_VALUE')
      ? found('pass', 'value_based.value', { audience })
      : found('fail', 'value_based.no_value', { audience });
  });
}

function unread({ kind, said }: { readonly kind: string; readonly said: string | null }): Finding {
  return { status: 'unknown', evidence: { key: `audit.unread.${kind}`, values: {} }, said, action: null };
}
