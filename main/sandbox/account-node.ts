import { statusOf, type Account } from './accounts.ts';
import { businessManagementMissing } from './auth-errors.ts';
import { people } from './business.ts';
import { cannotUpdate, invalidParameter, missingParameter } from './errors.ts';
import { select, type Node } from './fields.ts';
import { page } from './paging.ts';
import { text } from './request.ts';
import { accountsOf, tasksOf } from './roles.ts';
import { checkBusiness, hasSigned, signTerms } from './terms.ts';
import type { AuthorizedCall, Caller } from './tokens.ts';
import type { World } from './world.ts';

/** `GET /me/adaccounts`. */
export function listAccounts(world: World, call: AuthorizedCall): unknown {
  const fields = text(call.params, 'fields');
  const accounts = accountsOf(world, call.caller.person);
  const nodes = accounts.map((item, index) => ({
    rank: accounts.length - index,
    item: accountNode(world, call.caller, item),
  }));
  return page(world, call, nodes, (node) => select(node, fields));
}

/** `GET /act_x`. */
export function readAccount(world: World, call: AuthorizedCall, target: Account): unknown {
  return select(accountNode(world, call.caller, target), text(call.params, 'fields'));
}

/** `GET /act_x/customaudiencestos`. Invented apart from the shape: no answer of this edge was ever recorded. */
export function listTerms(): unknown {
  return {
    data: [{ id: customerListTerms, type: 'custom_audience_tos', content: 'Custom Audience terms (sandbox)' }],
    paging: {},
  };
}

/** `POST /act_x/customaudiencestos`. Meta documents the parameters and `success`; whether it works for every token is not known. */
export function postTerms(world: World, call: AuthorizedCall, target: Account): unknown {
  const termsId = text(call.params, 'tos_id');
  const businessId = text(call.params, 'business_id');
  if (termsId === undefined) throw missingParameter('tos_id');
  if (termsId !== customerListTerms) throw invalidParameter('param tos_id names no terms of this ad account');
  if (businessId !== undefined && target.business !== undefined && businessId !== target.business.id) {
    throw invalidParameter('param business_id is not the business of this ad account');
  }
  checkBusiness(target);
  // Documented: a human has to sign. That the refusal looks like this is invented.
  if (call.caller.person.isSystemUser) throw cannotUpdate(target.id);
  signTerms(world, target, 'customer_list', call.caller.person);
  return { success: true };
}

const customerListTerms = '1';

function accountNode(world: World, { person, scopes }: Caller, target: Account): Node {
  const status = statusOf(target);
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
      owner: () => {
        if (!scopes.includes('business_management')) throw businessManagementMissing();
        return target.business?.id ?? people.admin.id;
      },
      is_personal: () => (target.business === undefined ? 1 : 0),
      user_tasks: () => tasksOf(world, person, target),
      capabilities: () => ['CAN_CREATE_LOOKALIKES_WITH_CUSTOM_RATIO', 'CAN_USE_REACH_AND_FREQUENCY'],
      amount_spent: () => '0',
      spend_cap: () => '0',
      balance: () => '0',
      tos_accepted: () =>
        present({
          web_custom_audience_tos: target.business !== undefined,
          custom_audience_tos: hasSigned(world, target, 'customer_list'),
          value_based_custom_audience_tos:
            target.business !== undefined && (target.hasValueTerms || hasSigned(world, target, 'value_based')),
        }),
      // Documented: not valid for system users.
      user_tos_accepted: () =>
        present({
          custom_audience_tos: !person.isSystemUser && hasSigned(world, target, 'customer_list', person),
          value_based_custom_audience_tos: !person.isSystemUser && hasSigned(world, target, 'value_based', person),
        }),
    },
  };
}

/** What is not accepted is left out of the map (recorded). A map that would be empty is left out itself (a guess). */
function present(terms: Readonly<Record<string, boolean>>): Readonly<Record<string, 1>> | undefined {
  const accepted = Object.entries(terms).filter(([, isAccepted]) => isAccepted);
  return accepted.length === 0 ? undefined : Object.fromEntries(accepted.map(([name]) => [name, 1]));
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
