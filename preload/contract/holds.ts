/** What somebody must do before a held batch may go on. One name per hold; texts are in the messages. */
export type HoldReason =
  | 'terms'
  | 'value_terms'
  | 'business'
  | 'token'
  | 'permission'
  | 'account'
  | 'audience_gone'
  | 'audience_ambiguous'
  | 'audience_flagged'
  | 'value_column'
  | 'policy'
  | 'low_size'
  | 'audience_limit'
  | 'data_source'
  | 'app_settings'
  | 'app_update'
  /** Every part of a batch was refused alike, so it is not one row's fault. */
  | 'settings_refused'
  /** The queue comes from a backup: what it holds may have been sent since. */
  | 'restored'
  | 'our_bug';

/** What a hold stops. A hold of a step's removals leaves its additions alone. */
export type HoldScope = 'connection' | 'ad_account' | 'step' | 'step_removals';

/** Somebody must act. The text is in the messages under `hold.<reason>`. */
export interface Hold {
  readonly id: number;
  readonly reason: HoldReason;
  readonly scope: HoldScope;
  /** act_… of the ad account concerned. */
  readonly account: string;
  readonly stepIds: readonly number[];
  readonly since: number;
  /** Whose token it is about; null when Meta never told. */
  readonly person: string | null;
  /** When Muster asks Meta again by itself, epoch ms; null = it cannot see, the person must say so. */
  readonly probeAt: number | null;
  /** When what waits ends as Errored (`hold_expired`), epoch ms. */
  readonly expiresAt: number;
  /** Where the person must go; null when the action is inside Muster. */
  readonly url: string | null;
  /** Code and subcode that Meta gave, for display. */
  readonly code: number | null;
  readonly subcode: number | null;
  /** Meta's own words (error_user_title / error_user_msg / message), for display; never holds values of people. */
  readonly said: string | null;
  /** What Meta answered when Muster last asked whether it still stands; null when it was not asked, or the answer does not tell. */
  readonly found: string | null;
  readonly people: number;
}

/** What came of asking whether a hold still stands. */
export interface HoldCheck {
  readonly released: boolean;
  /** What Meta, or the network, answered when it still stands; null when it was released. */
  readonly said: string | null;
}
