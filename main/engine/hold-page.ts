import type { HoldRow } from '../../db/holds.ts';
import { connectionById } from '../../db/workspaces.ts';
import type { HoldReason } from '../../preload/contract/holds.ts';
import { type MetaPage, pageUrl } from '../facebook/links.ts';
import type { Context } from './context.ts';

/**
 * The page where the person must act (meta-api.md 5), for one ad account that the hold stops; null where the action is inside Muster.
 * Told when it is read, and stored nowhere: the sandbox's pages move with its port.
 */
export function holdPage(
  { db, ports }: Context,
  hold: Pick<HoldRow, 'reason' | 'connection_id'>,
  account: string,
): string | null {
  const page = pageOf(hold.reason as HoldReason);
  const graphUrl = connectionById(db, hold.connection_id)?.graph_url ?? ports.sandbox?.graphUrl ?? null;
  return page && pageUrl(page, { account, businessId: null }, graphUrl);
}

function pageOf(reason: HoldReason): MetaPage | null {
  switch (reason) {
    case 'terms':
      return 'terms_business';
    case 'value_terms':
      return 'terms_value';
    case 'business':
      return 'portfolio';
    case 'permission':
      return 'role';
    case 'account':
      return 'overview';
    case 'audience_gone':
    case 'audience_ambiguous':
    case 'audience_flagged':
    case 'settings_refused':
    case 'audience_limit':
    case 'low_size':
    case 'value_column':
    case 'data_source':
      return 'audiences';
    case 'policy':
      return 'quality';
    case 'app_settings':
      return 'app_dashboard';
    case 'token':
    case 'app_update':
    case 'our_bug':
    case 'restored':
      return null;
  }
}
