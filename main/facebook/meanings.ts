import type { HoldReason, HoldScope } from '../../preload/contract/holds.ts';

/** What an error of Meta's means for a batch. */
export type Meaning =
  /**
   * `delayMs` overrides the back-off where Meta's advice is hours. `budget`: after so many tries with this answer the batch is halved, as
   * one whose data is refused, or given up.
   */
  | {
      readonly kind: 'retry';
      readonly delayMs?: number;
      readonly budget?: { readonly tries: number; readonly last: 'halve' | 'refuse' };
    }
  /** `waitMs` is used when the headers do not say how long; with `isLeast` also when they say less. */
  | {
      readonly kind: 'throttled';
      readonly scope: 'app' | 'user' | 'ad_account';
      readonly waitMs: number;
      readonly isLeast?: boolean;
    }
  /**
   * The Graph host is out of reach: everything of this root waits, nothing is used up. `mayHaveLeft`: the request was sent all the same, to
   * somebody on the way or before the network went away.
   */
  | { readonly kind: 'offline'; readonly mayHaveLeft: boolean }
  | { readonly kind: 'held'; readonly reason: HoldReason; readonly scope: HoldScope }
  /** The data of this batch: it is halved, until the row that Meta does not take is found. */
  | { readonly kind: 'refused' };

export interface MeaningRow {
  readonly code: number;
  /** A number, 'none' for an error without subcode, 'any' for all that no other row of the code names. */
  readonly subcode: number | 'none' | 'any';
  /** When given, the row holds only for messages that match. Descriptions may change, so codes decide wherever they can. */
  readonly message?: RegExp;
  readonly meaning: Meaning;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const retry: Meaning = { kind: 'retry' };
const hourly: Meaning = { kind: 'retry', delayMs: HOUR };
const refused: Meaning = { kind: 'refused' };
const retryThen = (last: 'halve' | 'refuse', tries: number): Meaning => ({ kind: 'retry', budget: { tries, last } });
const held = (reason: HoldReason, scope: HoldScope): Meaning => ({ kind: 'held', reason, scope });
const throttled = (scope: 'app' | 'user' | 'ad_account', waitMs: number): Meaning => ({
  kind: 'throttled',
  scope,
  waitMs,
});
const row = (code: number, subcode: MeaningRow['subcode'], meaning: Meaning, message?: RegExp): MeaningRow =>
  message ? { code, subcode, meaning, message } : { code, subcode, meaning };

/**
 * Every row of meta-api.md sections 7.5, 9.3 and 10.2, each with one meaning. Rows with a message are tried before those without,
 * a subcode before 'none', 'none' before 'any'.
 */
export const meanings: readonly MeaningRow[] = [
  // Temporary
  row(1, 'none', held('app_settings', 'connection'), /desktop app/i),
  row(1, 'none', retry),
  row(1, 'any', retry),
  // Seen for uploads that are too large
  row(1, 99, retryThen('halve', 1)),
  row(2, 'any', retry),
  row(5000, 'any', retry),
  row(3910001, 'any', hourly),
  row(368, 'any', hourly),
  row(1404078, 'any', hourly),
  row(2859015, 'any', hourly),

  // Asked to wait
  row(4, 'any', throttled('app', 10 * MINUTE)),
  row(32, 'any', throttled('app', 10 * MINUTE)),
  row(341, 'any', throttled('app', 5 * MINUTE)),
  row(17, 'any', throttled('user', 10 * MINUTE)),
  row(17, 2446079, throttled('ad_account', 5 * MINUTE)),
  row(613, 1487742, throttled('ad_account', 5 * MINUTE)),
  row(613, 5044001, throttled('ad_account', MINUTE)),
  // Abuse prevention: minutes were not enough (meta-api.md 9.3)
  row(613, 'any', { kind: 'throttled', scope: 'ad_account', waitMs: 35 * MINUTE, isLeast: true }),
  ...[80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014].map((code) =>
    row(code, 'any', throttled('ad_account', 5 * MINUTE)),
  ),

  // Token
  row(102, 'any', held('token', 'connection')),
  row(104, 'any', held('token', 'connection')),
  row(190, 'any', held('token', 'connection')),
  row(100, 36009, held('token', 'connection')),

  // Permission
  row(3, 'any', held('permission', 'connection')),
  row(10, 'any', held('permission', 'connection')),
  row(270, 'any', held('permission', 'connection')),
  row(294, 'any', held('permission', 'connection')),
  row(200, 'any', held('permission', 'ad_account')),
  ...Array.from({ length: 99 }, (_, i) => 201 + i)
    .filter((code) => code !== 270 && code !== 294)
    .map((code) => row(code, 'any', held('permission', 'ad_account'))),
  row(100, 'none', held('permission', 'ad_account'), /missing permissions/i),
  row(2654, 'any', held('audience_limit', 'step')),
  row(2654, 1713092, held('permission', 'ad_account')),

  // Terms and the account itself
  row(200, 1870034, held('terms', 'ad_account')),
  row(200, 1870090, held('terms', 'ad_account')),
  // Only value-based audiences need these: the account's ordinary lists go on.
  row(200, 1870092, held('value_terms', 'step')),
  row(2655, 'any', held('terms', 'ad_account')),
  row(2663, 'any', held('terms', 'ad_account')),
  row(200, 1870050, held('business', 'ad_account')),
  row(1404163, 'any', held('policy', 'ad_account')),

  // The audience
  row(100, 33, held('audience_gone', 'step')),
  row(1487301, 'any', held('audience_gone', 'step')),
  row(1487366, 'any', held('audience_gone', 'step')),
  row(1870065, 'any', held('audience_gone', 'step')),
  row(100, 1713228, held('audience_flagged', 'step')),
  row(100, 1713230, held('audience_flagged', 'step')),
  row(100, 1713231, held('audience_flagged', 'step')),
  row(100, 1713232, held('audience_flagged', 'step')),
  row(100, 'none', held('value_column', 'step'), /LOOKALIKE_VALUE/),
  row(200, 1870047, held('low_size', 'step_removals')),
  row(2656, 'any', held('our_bug', 'step')),

  // An update of an audience that runs already, or failed
  row(2650, 'none', held('data_source', 'step'), /does not support data source/i),
  row(2650, 'any', retryThen('refuse', 2)),
  row(2650, 1870145, retry),
  row(2650, 1870148, retry),
  ...[1870158, 1870147, 1870159, 1870144].map((subcode) => row(2650, subcode, held('our_bug', 'step'))),

  // The data of this batch
  row(105, 'any', refused),
  row(100, 'none', refused, /\b(data|row|rows|schema|payload)\b/i),

  // Our own mistakes: kept, shown, never tried again by itself
  row(100, 'any', held('our_bug', 'step')),
  row(194, 'any', held('our_bug', 'step')),
  row(2500, 'any', held('our_bug', 'step')),
  row(2635, 'any', held('app_update', 'connection')),
];
