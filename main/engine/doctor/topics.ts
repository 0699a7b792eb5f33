import type { CheckId } from '#core/audit.ts';

import type { Topic } from '../../../preload/contract/doctor.ts';
import type { HoldReason } from '../../../preload/contract/holds.ts';

/** What speaks of a topic. */
export interface TopicRule {
  /** Lines of the audit that would be the reason for it. */
  readonly lines: readonly CheckId[];
  /** Holds that are this trouble. */
  readonly holds: readonly HoldReason[];
  /** How many steps the way out has: the texts `doctor.<topic>.step1` and so on. */
  readonly steps: number;
}

/** The seven rows of braze.md's table, and four more (DESIGN section 7). */
export const TOPICS: Readonly<Record<Topic, TopicRule>> = {
  token: { lines: ['token', 'scopes'], holds: ['token', 'app_settings'], steps: 4 },
  low_size: { lines: [], holds: ['low_size'], steps: 3 },
  audience_gone: { lines: ['audience'], holds: ['audience_gone', 'audience_ambiguous', 'audience_flagged'], steps: 4 },
  account_access: { lines: ['role', 'account_status', 'scopes'], holds: ['permission', 'account', 'policy'], steps: 4 },
  terms: { lines: ['terms', 'value_terms'], holds: ['terms', 'value_terms'], steps: 5 },
  all_errored: { lines: [], holds: [], steps: 5 },
  create_failed: {
    lines: ['scopes', 'role', 'business', 'terms', 'audience_limit'],
    holds: ['audience_limit', 'business'],
    steps: 4,
  },
  value_based: { lines: ['value_terms'], holds: ['value_column', 'value_terms'], steps: 6 },
  settings: {
    lines: ['api_version'],
    holds: ['settings_refused', 'data_source', 'app_settings', 'app_update', 'our_bug'],
    steps: 4,
  },
  audience_limit: { lines: ['audience_limit'], holds: ['audience_limit'], steps: 3 },
  not_allowed: {
    lines: ['token', 'scopes', 'role', 'account_status', 'business', 'terms'],
    holds: ['token', 'permission', 'account', 'policy', 'business', 'terms'],
    steps: 5,
  },
};
