import { isLoopbackRoot } from './client.ts';

/** Pages of Meta's on which a person can act. */
export type MetaPage =
  /** Terms of customer lists, signed for the business of an ad account. */
  | 'terms_business'
  /** The same for an ad account of a person's own. */
  | 'terms_personal'
  /** The Business Tools terms, which value-based audiences need. */
  | 'terms_value'
  /** Who may do what on the ad account. */
  | 'role'
  /** The ad accounts of a business portfolio. */
  | 'portfolio'
  | 'system_users'
  /** Ads Manager's Account Overview: alerts and unfinished set-up tasks. */
  | 'overview'
  | 'billing'
  | 'quality'
  | 'audiences'
  | 'app_dashboard'
  | 'tier'
  | 'login';

export interface PageOf {
  /** act_… or its number. */
  readonly account: string;
  readonly businessId: string | null;
}

/**
 * The address of a page with the ids filled in (meta-api.md 5, braze.md). A sandbox shows its own pages for terms and roles, so for a
 * Graph root on this computer they are at its origin; it has no others.
 */
export function pageUrl(page: MetaPage, { account, businessId }: PageOf, graphUrl: string | null): string {
  const act = account.replace(/^act_/, '');
  const isSandbox = graphUrl !== null && isLoopbackRoot(graphUrl);
  const origin = (host: string): string => (isSandbox ? new URL(graphUrl).origin : `https://${host}`);
  const inBusiness = businessId === null ? '' : `&business_id=${businessId}`;
  switch (page) {
    case 'terms_business':
      return `${origin('business.facebook.com')}/ads/manage/customaudiences/tos/?act=${act}${inBusiness}`;
    case 'terms_personal':
      return `${origin('www.facebook.com')}/ads/manage/customaudiences/tos.php?act=${act}`;
    case 'terms_value':
      return `${origin('business.facebook.com')}/customaudiences/value_based/tos.php?act=${act}${inBusiness}`;
    case 'role':
      if (isSandbox) return `${origin('')}/settings/ad-accounts?act=${act}`;
      return `https://business.facebook.com/settings/ad-accounts/${act}${inBusiness.replace('&', '?')}`;
    case 'portfolio':
      return isSandbox
        ? `${origin('')}/settings/ad-accounts?act=${act}`
        : 'https://business.facebook.com/settings/ad-accounts';
    case 'system_users':
      return `https://business.facebook.com/settings/system-users${inBusiness.replace('&', '?')}`;
    case 'overview':
      return `https://adsmanager.facebook.com/adsmanager/account_overview?act=${act}${inBusiness}`;
    case 'billing':
      return `https://business.facebook.com/billing_hub/accounts/details?asset_id=${act}${inBusiness}`;
    case 'quality':
      return `https://www.facebook.com/accountquality/?act=${act}`;
    case 'audiences':
      return `https://adsmanager.facebook.com/audiences?act=${act}${inBusiness}`;
    case 'app_dashboard':
      return 'https://developers.facebook.com/apps';
    case 'tier':
      return 'https://developers.facebook.com/docs/marketing-api/get-started/authorization';
    case 'login':
      return 'https://www.facebook.com/';
  }
}
