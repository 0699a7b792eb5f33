import { acceptTerms, hasAcceptedTerms, person, statusOf, type Account } from './accounts.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import { select, type Node } from './fields.ts';
import { page } from './paging.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/** `GET /me/adaccounts`. */
export function listAccounts(world: World, call: GraphCall): unknown {
  const fields = text(call.params, 'fields');
  return page(
    world,
    call,
    world.accounts.map((item, index) => ({
      rank: world.accounts.length - index,
      item: select(accountNode(world, item), fields),
    })),
  );
}

/** `GET /act_x`. */
export function readAccount(world: World, call: GraphCall, target: Account): unknown {
  return select(accountNode(world, target), text(call.params, 'fields'));
}

/** `GET /act_x/customaudiencestos`. Invented apart from the shape: no answer of this edge was ever recorded. */
export function listTerms(): unknown {
  return {
    data: [{ id: customerListTerms, type: 'custom_audience_tos', content: 'Custom Audience terms (sandbox)' }],
    paging: {},
  };
}

/** `POST /act_x/customaudiencestos`. Meta documents the parameters and `success`; whether it works for every token is not known. */
export function postTerms(world: World, call: GraphCall, target: Account): unknown {
  const termsId = text(call.params, 'tos_id');
  const businessId = text(call.params, 'business_id');
  if (termsId === undefined) throw missingParameter('tos_id');
  if (termsId !== customerListTerms) throw invalidParameter('param tos_id names no terms of this ad account');
  if (businessId !== undefined && target.business !== undefined && businessId !== target.business.id) {
    throw invalidParameter('param business_id is not the business of this ad account');
  }
  acceptTerms(world, target);
  return { success: true };
}

const customerListTerms = '1';

function accountNode(world: World, target: Account): Node {
  const status = statusOf(target);
  const terms = () => (hasAcceptedTerms(world, target) ? { custom_audience_tos: 1 } : {});
  return {
    type: 'AdAccount',
    unset: unsetFields,
    defaults: ['id', 'account_id'],
    values: {
      id: () => target.id,
      account_id: () => target.number,
      name: () => target.name,
      account_status: () => status.code,
      disable_reason: () => status.disableReason,
      currency: () => target.currency,
      timezone_id: () => target.timezone[0],
      timezone_name: () => target.timezone[1],
      timezone_offset_hours_utc: () => target.timezone[2],
      business: () => target.business,
      business_name: () => target.business?.name ?? '',
      owner: () => target.business?.id ?? person.id,
      is_personal: () => (target.business === undefined ? 1 : 0),
      user_tasks: () => target.tasks,
      capabilities: () => ['CAN_CREATE_LOOKALIKES_WITH_CUSTOM_RATIO', 'CAN_USE_REACH_AND_FREQUENCY'],
      amount_spent: () => '0',
      spend_cap: () => '0',
      balance: () => '0',
      // What is not accepted is left out of the map (recorded). A map that would be empty is left out itself (a guess).
      tos_accepted: () =>
        target.business === undefined
          ? undefined
          : {
              web_custom_audience_tos: 1,
              ...terms(),
              ...(target.hasValueTerms ? { value_based_custom_audience_tos: 1 } : {}),
            },
      user_tos_accepted: () => (hasAcceptedTerms(world, target) ? terms() : undefined),
    },
  };
}

/** The other fields of Meta's ad account. */
const unsetFields = new Set(
  `ad_account_promotable_objects age agency_client_declaration all_capabilities attribution_spec brand_safety_content_filter_levels
  business_city business_country_code business_state business_street business_street2 business_zip can_create_brand_lift_study created_time
  custom_audience_info default_dsa_beneficiary default_dsa_payor end_advertiser end_advertiser_name existing_customers
  expired_funding_source_details extended_credit_invoice_group failed_delivery_checks fb_entity funding_source funding_source_details
  has_migrated_permissions has_page_authorized_adaccount io_number is_attribution_spec_system_default is_ba_skip_delayed_eligible
  is_direct_deals_enabled is_in_3ds_authorization_enabled_market is_notifications_enabled is_prepay_account is_tax_id_required liable_address
  line_numbers media_agency min_campaign_group_spend_cap min_daily_budget offsite_pixels_tos_accepted opportunity_score owner_business partner
  rf_spec send_bill_to_address show_checkout_experience sold_to_address tax_id tax_id_status tax_id_type user_access_expire_time
  viewable_business`.split(/\s+/),
);
