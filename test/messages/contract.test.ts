import { expect, test } from 'vitest';

import type { ProblemCode } from '../../main/core/identifiers/problems.ts';
import type { UnreadableRow } from '../../main/sources/source.ts';
import type { Counters, ErroredReason, OutcomeKind, PendingReason } from '../../preload/contract/counters.ts';
import type { HoldReason } from '../../preload/contract/holds.ts';
import { explained, faultsOf } from './faults.ts';

/** Every name of a union: one that is left out does not compile. */
function all<Name extends string>(names: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(names) as Name[];
}

test('every hold says what it is, why, what to do, and has a short name', () => {
  const reasons = all<HoldReason>({
    terms: true,
    value_terms: true,
    business: true,
    token: true,
    permission: true,
    account: true,
    audience_gone: true,
    audience_ambiguous: true,
    audience_flagged: true,
    value_column: true,
    policy: true,
    low_size: true,
    audience_limit: true,
    data_source: true,
    app_settings: true,
    app_update: true,
    settings_refused: true,
    restored: true,
    our_bug: true,
  });
  expect(faultsOf(reasons.flatMap((reason) => [...explained(`hold.${reason}`), `ui.held.${reason}`]))).toEqual([]);
});

test('every reason of Pending and of Errored has its words', () => {
  const pending = all<PendingReason>({
    queued: true,
    sending: true,
    retry: true,
    throttled: true,
    offline: true,
    paused: true,
    held: true,
  });
  const errored = all<ErroredReason>({
    refused: true,
    invalid: true,
    invalid_unnamed: true,
    horizon: true,
    cancelled: true,
    superseded: true,
    hold_expired: true,
  });
  const keys = [...pending.map((reason) => `pending.${reason}`), ...errored.map((reason) => `errored.${reason}`)];
  expect(faultsOf(keys)).toEqual([]);
});

test('every counter has a name and a definition, and every outcome a name', () => {
  const counters = all<keyof Counters>({
    entered: true,
    proceeded: true,
    synced: true,
    not_synced: true,
    pending: true,
    errored: true,
    exited: true,
  });
  const outcomes = all<OutcomeKind>({ synced: true, retry: true, throttled: true, held: true, refused: true });
  const keys = counters.flatMap((name) => [`counter.${name}`, `counter.${name}.help`]);
  expect(faultsOf([...keys, ...outcomes.map((kind) => `ui.outcome.${kind}`)])).toEqual([]);
});

test('every problem of a field, a row or an entry has its remedy', () => {
  // A blank field is not shown as a problem.
  const fields = all<Exclude<ProblemCode, 'blank'>>({
    unsupported_hash: true,
    damaged_text: true,
    rounded_number: true,
    two_values: true,
    not_an_email: true,
    not_a_phone: true,
    phone_too_short: true,
    phone_too_long: true,
    phone_zeros: true,
    phone_impossible: true,
    no_country: true,
    no_letters: true,
    unknown_gender: true,
    unknown_country: true,
    unknown_state: true,
    not_a_postal_code: true,
    not_a_date: true,
    ambiguous_date: true,
    impossible_date: true,
    zero_date: true,
    two_digit_year: true,
    year_out_of_range: true,
    serial_date: true,
    hashed_date: true,
    not_a_month: true,
    not_a_day: true,
    not_a_device_id: true,
    zero_device_id: true,
    personal_extern_id: true,
    not_a_number: true,
    negative_number: true,
  });
  const unreadable = all<UnreadableRow['code']>({ too_many_cells: true, broken_quote: true, row_too_long: true });
  const rows = ['blank_row', 'no_identifier', 'too_few_cells', 'invalid', 'invalid_unnamed', 'refused', 'horizon'];
  expect(faultsOf([...fields, ...unreadable, ...rows].map((code) => `problem.${code}`))).toEqual([]);
});
