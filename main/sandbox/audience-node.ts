import type { AudienceRow } from './audiences.ts';
import type { Node } from './fields.ts';
import { countPeople } from './people.ts';
import { operationStatus, populatingMs } from './status.ts';
import type { World } from './world.ts';

/** Below this an audience is too small to use. Invented, after what integrators say of removals and lookalikes. */
const usableSize = 100;

/** An audience that expires goes 90 days after it was flagged. */
const expiryMs = 90 * 24 * 3600 * 1000;

/** A Custom Audience as Graph shows it. Times are Unix seconds; codes are Meta's, their descriptions invented where not "Normal". */
export function audienceNode(world: World, row: AudienceRow): Node {
  const size = () => countPeople(world.db, row.seq);
  const known = () => bounds(row.first_content_at, world.now(), size());
  return {
    type: 'CustomAudience',
    unset: unsetFields,
    defaults: ['id'],
    values: {
      id: () => row.id,
      account_id: () => row.account_id.slice('act_'.length),
      name: () => row.name,
      description: () => row.description,
      subtype: () => 'CUSTOM',
      customer_file_source: () => row.customer_file_source,
      is_value_based: () => row.is_value_based === 1,
      retention_days: () => row.retention_days,
      opt_out_link: () => row.opt_out_link ?? undefined,
      approximate_count_lower_bound: () => known()[0],
      approximate_count_upper_bound: () => known()[1],
      operation_status: () => operationStatus(world, row),
      delete_time: () => (row.status_code === 100 ? seconds(row.updated_at + expiryMs) : undefined),
      fields_violating_integrity_policy: () => (row.status_code === 471 ? ['name'] : undefined),
      delivery_status: () =>
        size() < usableSize
          ? { code: 300, description: 'This audience is too small to be used.' }
          : { code: 200, description: 'This audience is ready for use.' },
      permission_for_actions: () => ({
        can_edit: true,
        can_see_insight: true,
        can_share: true,
        subtype_supports_lookalike: true,
        supports_recipient_lookalike: true,
      }),
      time_created: () => seconds(row.created_at),
      time_updated: () => seconds(row.updated_at),
      time_content_updated: () => seconds(row.content_updated_at ?? row.created_at),
    },
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** -1 is "not known yet"; otherwise two digits' worth of truth on either side, as in Meta's sample (4900 to 5100). */
function bounds(firstContentAt: number | null, now: number, size: number): readonly [lower: number, upper: number] {
  if (size < usableSize || now < (firstContentAt ?? now) + populatingMs) return [-1, -1];
  const step = 10 ** (String(size).length - 2);
  const middle = Math.round(size / step) * step;
  return [middle - step, middle + step];
}

/** The other fields of Meta's Custom Audience. */
const unsetFields = new Set(
  `audience_labels data_source data_source_types datafile_custom_audience_uploading_status excluded_custom_audiences
  external_event_source household_audience included_custom_audiences is_eligible_for_sac_campaigns
  is_household is_snapshot lookalike_audience_ids lookalike_spec owner_business page_deletion_marked_delete_time pixel_id
  regulated_audience_spec rev_share_policy_id rule rule_aggregation rule_v2 seed_audience sharing_status`.split(/\s+/),
);
