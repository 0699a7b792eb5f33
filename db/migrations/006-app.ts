/** Clients side by side, jobs that run by the clock, spreadsheets, mappings that are kept, and who did what. */
export const app = `
-- one of seven colours of the monogram
alter table workspace add column colour integer not null default 0 check (colour between 0 and 6);
-- put away; its jobs rest
alter table workspace add column archived_at integer;

alter table draft add column workspace_id integer references workspace (id);

-- when it runs by itself, as JSON (Schedule of the contract); null = only when somebody says so
alter table job add column schedule text;
-- the next time, epoch ms; null = none
alter table job add column next_run_at integer;
-- sheet of a workbook; null = its first, or no workbook
alter table job add column sheet text;
-- taken away by the user; its rows go later
alter table job add column deleted_at integer;
create index job_by_next_run on job (next_run_at) where next_run_at is not null;

-- how a client's exports with this header were mapped last
create table saved_mapping (
  workspace_id integer not null references workspace (id),
  -- JSON array of column names
  header text not null,
  -- JSON array of COL=KEY
  overrides text not null,
  country text,
  saved_at integer not null,
  primary key (workspace_id, header)
) strict, without rowid;

-- who did what: no value of a row, no token
create table activity (
  id integer primary key,
  at integer not null,
  -- 'user' = somebody on this computer, 'muster' = Muster by itself
  actor text not null check (actor in ('user', 'muster')),
  kind text not null,
  workspace_id integer,
  job_id integer,
  run_id integer,
  -- what a sentence about it needs, as JSON of texts and numbers
  facts text not null default '{}'
) strict;
create index activity_by_time on activity (at);
`;
