/** What goes wrong with audiences (braze.md, DESIGN section 7), in the order of the screen. Texts: `doctor.<topic>.title`, `.why`. */
export const TOPICS = [
  'token',
  'low_size',
  'audience_gone',
  'account_access',
  'terms',
  'all_errored',
  'create_failed',
  'value_based',
  'settings',
  'audience_limit',
  'not_allowed',
] as const;
