/** Connections in full: whose they are, with which rights, until when, how they fare, and which ad accounts they reach. */
export const connections = `
alter table connection add column kind text not null default 'unknown' check (kind in ('user', 'system_user', 'unknown'));
-- the Meta app that the token is for; null = never told
alter table connection add column app_id text;
alter table connection add column app_name text;
-- configuration of Facebook Login for Business, to connect again in the same way
alter table connection add column config_id text;
-- the app's secret, sealed like the token; null = not known
alter table connection add column sealed_secret blob;
-- names of permissions, JSON arrays; null = never told
alter table connection add column granted text;
alter table connection add column declined text;
-- JSON array of {scope, targets}; targets null = all assets
alter table connection add column granular text;
-- when the token was stored
alter table connection add column renewed_at integer;
-- 0 = never, null = never told
alter table connection add column expires_at integer;
alter table connection add column data_access_expires_at integer;
alter table connection add column health text not null default 'unknown' check (health in ('unknown', 'ok', 'invalid', 'unreachable'));
-- name of what is wrong, and Meta's or the network's own words; null = nothing
alter table connection add column trouble text;
alter table connection add column said text;
-- when its health was last looked at
alter table connection add column checked_at integer;
-- when its ad accounts were last listed; null = never
alter table connection add column accounts_listed_at integer;
-- its token is destroyed; null = it is connected
alter table connection add column disconnected_at integer;
update connection set renewed_at = created_at;

-- why Muster itself paused; null = the user did
alter table pause add column reason text check (reason in ('disconnected'));

-- what a connection's person may see of ad accounts, as Meta last told
create table reachable_account (
  connection_id integer not null references connection (id),
  -- act_…
  account text not null,
  name text,
  -- account_status and disable_reason of Meta's
  status integer,
  disable_reason integer,
  currency text,
  timezone text,
  -- null = of no business, or not told
  business_id text,
  business_name text,
  -- JSON array; null = not told
  tasks text,
  -- tos_accepted and user_tos_accepted as JSON objects; null = not told
  terms text,
  person_terms text,
  -- the user works with it in this workspace
  is_chosen integer not null default 0 check (is_chosen in (0, 1)),
  -- when Meta last listed it; null = never, it was named by hand
  listed_at integer,
  primary key (connection_id, account)
) strict, without rowid;
-- what there are jobs for is worked with
insert into reachable_account (connection_id, account, name, is_chosen) select connection_id, account, name, 1 from ad_account;
`;
