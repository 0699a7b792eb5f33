import { foldName } from '#core/name-lint.ts';

import type { Audit, AuditCheck } from '../../../preload/contract/audit.ts';
import type { DraftSettings, Readiness, StepChoice } from '../../../preload/contract/wizard.ts';
import type { ListedAudience } from '../../facebook/audiences.ts';
import { previewSchedule } from '../schedules/times.ts';
import { blockedBy, wordNotes } from './audiences.ts';

/** Removals from smaller audiences are refused by Meta (meta-api.md 7.6); smaller seeds make no lookalike (6.3). */
const SMALL_AUDIENCE = 1_000;
const SMALL_SEED = 100;
const VALUE = 'LOOKALIKE_VALUE';

/** What is known of an ad account that a draft names. */
export interface AccountKnown {
  readonly audit: Audit;
  /** null = Meta's list could not be read. */
  readonly audiences: readonly ListedAudience[] | null;
  /** The user put it aside, so that its jobs pause. */
  readonly isDisconnected: boolean;
  readonly tier: 'full' | 'limited' | 'unknown';
  /** Uploads that the ad account takes an hour; null = not known yet. */
  readonly uploadsAnHour: number | null;
  /** Those that jobs are to make, by name. */
  readonly drafts: ReadonlyMap<string, { readonly isValueBased: boolean }>;
}

export type SourceKnown =
  | { readonly kind: 'none' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly said: string; readonly step: 'source' | 'map' }
  | {
      readonly kind: 'read';
      /** Keys that its columns are mapped to. */
      readonly keys: readonly string[];
      /** How many people it holds; null where that is not known without reading it whole. */
      readonly people: number | null;
    };

/** All that says whether a draft can be launched. */
export interface DraftKnown {
  readonly connection: 'missing' | 'lost' | 'usable';
  /** Whose token it is. */
  readonly person: string;
  readonly source: SourceKnown;
  /** By `act_…`. */
  readonly accounts: ReadonlyMap<string, AccountKnown>;
}

/** Why a draft cannot be launched, what will make its people wait, and what one should know before: in this order. */
export function readinessOf(settings: DraftSettings, known: DraftKnown): readonly Readiness[] {
  const notes = [
    ...connectionNotes(known),
    ...sourceNotes(settings, known.source),
    ...scheduleNotes(settings),
    ...accountNotes(settings.steps, known),
    ...settings.steps.flatMap((step, index) => stepNotes(step, index, known)),
  ];
  return (['blocks', 'holds', 'warns'] as const).flatMap((weight) => notes.filter((note) => note.weight === weight));
}

type Values = Readiness['values'];

function blocks(
  kind: Readiness['kind'],
  step: Readiness['step'],
  index: number | null,
  values: Values = {},
): Readiness {
  return { kind, weight: 'blocks', step, index, values };
}

function connectionNotes({ connection, person, accounts }: DraftKnown): readonly Readiness[] {
  if (connection === 'missing') return [blocks('no_connection', 'connect', null)];
  const isRefused = [...accounts.values()].some(({ audit }) => lineOf(audit, 'token').status === 'fail');
  return isRefused || (connection === 'lost' && [...accounts.values()].every(({ audit }) => audit.isBlind))
    ? [blocks('token', 'connect', null, { person })]
    : [];
}

function sourceNotes({ sourceName, purpose, steps }: DraftSettings, source: SourceKnown): readonly Readiness[] {
  const told = { source: sourceName ?? '' };
  switch (source.kind) {
    case 'none':
      return [blocks('no_source', 'source', null)];
    case 'gone':
      return [blocks('source_gone', 'source', null, told)];
    case 'unreadable':
      return [blocks('source_unreadable', source.step, null, { ...told, said: source.said })];
    case 'read': {
      if (source.keys.every((key) => key === VALUE)) return [blocks('no_key', 'map', null, { ...told, keys: '' })];
      const isSeed = purpose === 'lookalike_seed' && steps.some(({ action }) => action === 'add');
      if (!isSeed || source.people === null || source.people >= SMALL_SEED) return [];
      const values = { people: String(source.people) };
      return [{ kind: 'few_for_lookalike', weight: 'warns', step: 'source', index: null, values }];
    }
  }
}

/** Whether a time is right does not depend on the time that it is. */
function scheduleNotes({ schedule, source }: DraftSettings): readonly Readiness[] {
  if (schedule === null) return [];
  if (source?.kind === 'drop') {
    return [{ kind: 'schedule_once', weight: 'warns', step: 'schedule', index: null, values: {} }];
  }
  return previewSchedule(schedule, 0).ok ? [] : [blocks('schedule', 'schedule', null)];
}

/** What is about ad accounts, each told once, with its first step. */
function accountNotes(steps: readonly StepChoice[], { accounts, person }: DraftKnown): readonly Readiness[] {
  return [...accounts].flatMap(([account, known]) => {
    const { audit, isDisconnected } = known;
    const index = steps.findIndex((step) => step.account === account);
    const told = { account: audit.accountName ?? account };
    const notes: Readiness[] = [];
    const fails = (id: AuditCheck['id']): boolean => lineOf(audit, id).status === 'fail';
    const holds = (kind: Readiness['kind'], step: Readiness['step'], values: Values): void =>
      void notes.push({ kind, weight: 'holds', step, index, values });
    const warns = (kind: Readiness['kind'], values: Values): void =>
      void notes.push({ kind, weight: 'warns', step: 'review', index, values });

    if (isDisconnected) notes.push(blocks('no_account', 'accounts', index, told));
    // A token that Meta does not take is told already, and nothing else could be read with it.
    if (fails('token')) return notes;
    if (fails('scopes')) notes.push(blocks('permission', 'connect', index, { ...told, person }));
    if (fails('role')) notes.push(blocks('permission', 'accounts', index, { ...told, person }));
    if (fails('account_status')) notes.push(blocks('account_unusable', 'accounts', index, told));
    if (fails('business')) notes.push(blocks('business', 'accounts', index, told));
    const terms = lineOf(audit, 'terms');
    if (terms.status === 'fail') holds('terms', 'terms', { ...terms.evidence.values, ...told });
    if (terms.status === 'unknown' && terms.evidence.key.startsWith('audit.terms.')) {
      notes.push({
        kind: 'terms_unknown',
        weight: 'warns',
        step: 'terms',
        index,
        values: { ...terms.evidence.values, ...told },
      });
    }
    const isNew = steps.some((step) => step.account === account && step.audience?.kind === 'new');
    const { limit = '' } = lineOf(audit, 'audience_limit').evidence.values;
    if (isNew && fails('audience_limit')) holds('audience_limit', 'audience', { ...told, limit });
    if (audit.isBlind) warns('blind', told);
    if (known.tier === 'limited') {
      const uploads = known.uploadsAnHour ?? 0;
      warns('limited_tier', { ...told, uploads: String(uploads), people: String(uploads * 10_000) });
    }
    return notes;
  });
}

function stepNotes(
  step: StepChoice,
  index: number,
  { source, accounts, connection }: DraftKnown,
): readonly Readiness[] {
  const notes: Readiness[] = [];
  const account = step.account === null ? undefined : accounts.get(step.account);
  if (step.account === null && connection !== 'missing')
    notes.push(blocks('no_account', 'accounts', index, { account: '' }));
  if (source.kind === 'read' && step.keys !== null) {
    const missing = step.keys.filter((key) => !source.keys.includes(key));
    const isEmpty = step.keys.every((key) => key === VALUE);
    if (missing.length > 0 || isEmpty) notes.push(blocks('no_key', 'match', index, { keys: missing.join(', ') }));
  }
  const { audience } = step;
  if (audience === null) return [...notes, blocks('no_audience', 'audience', index)];
  const listed = audience.kind === 'existing' ? account?.audiences?.find(({ id }) => id === audience.id) : undefined;
  const told = { audience: listed?.name ?? audience.name };
  const warns = (kind: Readiness['kind'], values: Values): void =>
    void notes.push({ kind, weight: 'warns', step: 'audience', index, values: { ...told, ...values } });

  const draft = audience.kind === 'new' ? account?.drafts.get(audience.name) : undefined;
  if (draft?.isValueBased ?? listed?.isValueBased ?? audience.isValueBased) {
    const isMapped = source.kind !== 'read' || source.keys.includes(VALUE);
    if (!isMapped) notes.push(blocks('no_value_column', 'map', index, told));
    const terms = account && lineOf(account.audit, 'value_terms').status;
    if (account && (terms === 'fail' || terms === 'warn')) {
      const values = { ...told, account: account.audit.accountName ?? account.audit.account };
      notes.push({ kind: 'value_terms', weight: 'holds', step: 'terms', index, values });
    }
  }
  if (audience.kind === 'new') {
    if (audience.name === '') notes.push(blocks('no_name', 'audience', index));
    for (const { kind, about, topic } of wordNotes(audience.name, audience.description)) {
      if (kind === 'personal') warns('personal_name', { word: about });
      else warns('sensitive_name', { word: about, topic: topic ?? '' });
    }
    const folded = foldName(audience.name);
    if (folded !== '' && account?.audiences?.some(({ name }) => foldName(name) === folded)) warns('duplicate_name', {});
    return notes;
  }
  const reason = listed ? blockedBy(listed) : account?.audiences ? 'gone' : null;
  if (reason !== null) notes.push(blocks('audience_unusable', 'audience', index, { ...told, reason }));
  const most = listed?.peopleAtMost ?? null;
  if (step.action === 'remove' && most !== null && most < SMALL_AUDIENCE) warns('low_size', { people: String(most) });
  return notes;
}

function lineOf({ checks }: Audit, id: AuditCheck['id']): Pick<AuditCheck, 'status' | 'evidence'> {
  return checks.find((check) => check.id === id) ?? { status: 'unknown', evidence: { key: '', values: {} } };
}
