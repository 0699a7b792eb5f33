/** Times are epoch milliseconds. Booleans are 0 or 1. Ids of Meta's are text, because they are 64-bit. */
export const first = `
create table workspace (
  id integer primary key,
  name text not null,
  is_sandbox integer not null check (is_sandbox in (0, 1)),
  -- the workspace's own key, wrapped by the data key; destroying this row makes its chunks unreadable
  sealed_key blob not null,
  created_at integer not null
) strict;

create table connection (
  id integer primary key,
  workspace_id integer not null references workspace (id),
  -- root of the Graph API without version; null = the sandbox that the host embeds, whose port changes
  graph_url text,
  person_id text,
  person_name text,
  sealed_token blob not null,
  created_at integer not null
) strict;

create table ad_account (
  connection_id integer not null references connection (id),
  -- act_…
  account text not null,
  name text,
  -- the highest figure of the last usage headers, per cent
  usage_percent real,
  usage_at integer,
  tier text not null default 'unknown' check (tier in ('full', 'limited', 'unknown')),
  primary key (connection_id, account)
) strict, without rowid;

create table source (
  id integer primary key,
  kind text not null check (kind in ('file', 'stdin', 'sample')),
  -- absolute path; null for standard input
  path text,
  name text not null
) strict;
create unique index source_by_path on source (kind, path);

create table audience (
  id integer primary key,
  connection_id integer not null references connection (id),
  account text not null,
  name text not null,
  -- null while it is a draft
  facebook_id text,
  -- when the last request to create it was made whose answer is unknown; such an audience is looked for before it is made again
  create_tried_at integer
) strict;

create table job (
  id integer primary key,
  workspace_id integer not null references workspace (id),
  connection_id integer not null references connection (id),
  source_id integer not null references source (id),
  name text not null,
  is_sample integer not null default 0 check (is_sample in (0, 1)),
  -- how the user changed the guessed mapping: JSON array of COL=KEY
  overrides text not null,
  -- ISO alpha-2 for values without a country of their own
  country text,
  flush_ms integer not null,
  created_at integer not null
) strict;

create table step (
  id integer primary key,
  job_id integer not null references job (id),
  position integer not null check (position >= 1),
  audience_id integer not null references audience (id),
  action text not null check (action in ('add', 'remove')),
  -- keys to match, JSON array; null = all mapped keys
  keys text,
  unique (job_id, position)
) strict;

create table run (
  id integer primary key,
  job_id integer not null references job (id),
  number integer not null,
  state text not null check (state in ('reading', 'sending', 'done', 'done_with_problems', 'cancelled', 'source_changed', 'cut_short')),
  -- why a run failed before its first row, for display; null otherwise
  failure text,
  started_at integer not null,
  ended_at integer,
  -- the mapping this run reads with, JSON; null until the source was looked at
  mapping text,
  source_size integer,
  source_mtime_ms real,
  -- where reading goes on: stored in the transaction of the chunk that ends there
  position text,
  bytes_read integer not null default 0,
  read integer not null default 0,
  entered integer not null default 0,
  duplicates integer not null default 0,
  excluded integer not null default 0,
  unchanged integer not null default 0,
  unreadable integer not null default 0,
  unique (job_id, number),
  check (read = entered + duplicates + excluded + unchanged + unreadable)
) strict;
create index run_unfinished on run (state) where state in ('reading', 'sending');

create table counter (
  run_id integer not null references run (id),
  step_id integer not null references step (id),
  entered integer not null default 0,
  proceeded integer not null default 0,
  synced integer not null default 0,
  not_synced integer not null default 0,
  pending integer not null default 0,
  errored integer not null default 0,
  exited integer not null default 0,
  primary key (run_id, step_id),
  check (entered = synced + not_synced + pending + errored),
  check (entered = proceeded + exited),
  check (min(synced, not_synced, pending, errored, proceeded, exited) >= 0)
) strict, without rowid;

create table errored_reason (
  run_id integer not null references run (id),
  step_id integer not null references step (id),
  reason text not null check (reason in ('refused', 'invalid', 'invalid_unnamed', 'horizon', 'cancelled', 'superseded', 'hold_expired')),
  people integer not null check (people >= 0),
  primary key (run_id, step_id, reason)
) strict, without rowid;

create table chunk (
  id integer primary key,
  run_id integer not null references run (id),
  -- 0, 1, 2 … within the run; part of what the seal authenticates
  seq integer not null,
  people integer not null,
  entries integer not null,
  first_line integer not null,
  last_line integer not null,
  -- 8 bytes a person: the duplicate table of a resumed run is rebuilt from these
  fingerprints blob not null,
  created_at integer not null,
  unique (run_id, seq)
) strict;

create table chunk_data (
  chunk_id integer primary key references chunk (id),
  sealed blob not null
) strict;

create table batch (
  id integer primary key,
  run_id integer not null references run (id),
  step_id integer not null references step (id),
  chunk_id integer not null references chunk (id),
  operation text not null check (operation in ('add', 'remove')),
  -- people with an EXTERN_ID travel apart from those without: a blank one makes Meta refuse the row
  has_extern_id integer not null check (has_extern_id in (0, 1)),
  state text not null check (state in ('queued', 'sending', 'retry', 'synced', 'errored')),
  people integer not null check (people > 0),
  entries integer not null check (entries between 1 and 10000),
  -- keys that the step matched by when the batch was made, JSON array; they select its people from the chunk
  match_keys text not null,
  -- schema of the request: of those keys the ones that occur, JSON array
  keys text not null,
  first_line integer not null,
  last_line integer not null,
  -- tries that count against the horizon's back-off; throttled, held and interrupted ones do not
  tries integer not null default 0,
  retry_at integer,
  -- what is left of the 13 hours, in milliseconds; starts with the first try
  horizon_ms integer not null,
  synced integer not null default 0,
  errored integer not null default 0,
  created_at integer not null,
  settled_at integer,
  check (case when state in ('synced', 'errored') then synced + errored = people else synced + errored = 0 end),
  check ((state = 'retry') = (retry_at is not null))
) strict;
create index batch_unsettled on batch (state, id) where state in ('queued', 'sending', 'retry');
create index batch_by_run on batch (run_id, id);
create index batch_by_chunk on batch (chunk_id);

create table attempt (
  id integer primary key,
  batch_id integer not null references batch (id),
  run_id integer not null references run (id),
  step_id integer not null references step (id),
  started_at integer not null,
  ended_at integer,
  -- null while under way; an attempt that a crash cut off becomes retry with code null
  outcome text check (outcome in ('synced', 'retry', 'throttled', 'held', 'refused')),
  http_status integer,
  code integer,
  subcode integer,
  received integer,
  invalid integer,
  bytes integer not null,
  said text,
  trace_id text
) strict;
create index attempt_by_batch on attempt (batch_id, id);
create index attempt_by_step on attempt (run_id, step_id, id);

create table problem (
  id integer primary key,
  run_id integer not null references run (id),
  line integer,
  -- set when the problem is about all lines from line to here
  last_line integer,
  column_name text,
  key text,
  code text not null
) strict;
create index problem_by_run on problem (run_id, code, id);

-- exact, also beyond the 10,000 rows a run and code that are stored
create table problem_count (
  run_id integer not null references run (id),
  code text not null,
  count integer not null,
  primary key (run_id, code)
) strict, without rowid;

create table hold (
  id integer primary key,
  scope text not null check (scope in ('connection', 'ad_account', 'step', 'step_removals')),
  connection_id integer not null references connection (id),
  account text not null,
  step_id integer references step (id),
  reason text not null,
  code integer,
  subcode integer,
  said text,
  url text,
  since integer not null,
  lifted_at integer
) strict;
create unique index hold_standing on hold (scope, connection_id, account, ifnull(step_id, 0), reason) where lifted_at is null;

create table cool_down (
  scope text not null check (scope in ('app', 'user', 'ad_account')),
  connection_id integer not null references connection (id),
  -- act_… for an ad account, else empty
  account text not null,
  until integer not null,
  primary key (scope, connection_id, account)
) strict, without rowid;

-- people settled, by the minute of the event
create table throughput (
  minute integer not null,
  job_id integer not null references job (id),
  synced integer not null default 0,
  errored integer not null default 0,
  primary key (minute, job_id)
) strict, without rowid;

-- what left this computer
create table egress (
  id integer primary key,
  at integer not null,
  host text not null,
  method text not null,
  path text not null,
  audience text,
  keys text,
  entries integer not null,
  bytes integer not null
) strict;
`;
