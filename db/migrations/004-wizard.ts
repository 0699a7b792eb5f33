/** Jobs that are being set up, and what a new audience is to be made with. */
export const wizard = `
-- what a person has chosen so far, as JSON (DraftSettings of the contract); no value of a row is in it
create table draft (
  id integer primary key,
  place text not null,
  settings text not null,
  created_at integer not null,
  saved_at integer not null
) strict;

alter table audience add column description text not null default 'Kept by Muster';
alter table audience add column file_source text not null default 'USER_PROVIDED_ONLY'
  check (file_source in ('USER_PROVIDED_ONLY', 'PARTNER_PROVIDED_ONLY', 'BOTH_USER_AND_PARTNER_PROVIDED'));
-- JSON array
alter table audience add column labels text not null default '[]';
-- it may only be excluded in campaigns
alter table audience add column is_exclusion_only integer not null default 0 check (is_exclusion_only in (0, 1));
-- every row needs a value (meta-api.md 6.3)
alter table audience add column is_value_based integer not null default 0 check (is_value_based in (0, 1));

-- people without a value count 0 in value-based audiences, instead of being not synced
alter table job add column zero_value integer not null default 0 check (zero_value in (0, 1));
`;
