/** Halved batches, probes of holds, pauses, offline, quotas by kind, settings. */
export const underFire = `
-- a batch that was split: the first one of its family keeps its row, the others name it
alter table batch add column root_id integer references batch (id);
-- its entries among those of the chunk, one bit each; null = all that match_keys and has_extern_id select
alter table batch add column members blob;
-- how often its family was halved to come to this batch
alter table batch add column depth integer not null default 0;
-- how often Meta refused the data of this very batch
alter table batch add column refusals integer not null default 0;
-- 0 = not yet compared with the batches of the opposite kind for the same audience; until then nobody sends to that audience
alter table batch add column is_compared integer not null default 1 check (is_compared in (0, 1));
create index batch_uncompared on batch (step_id) where is_compared = 0;
create index batch_by_root on batch (root_id) where root_id is not null;
create index batch_settled on batch (settled_at) where settled_at is not null;

-- the step was cancelled in this run: who enters later is not sent
alter table counter add column is_cancelled integer not null default 0 check (is_cancelled in (0, 1));

-- when Meta is asked again whether the hold still stands; null = only a person can tell
alter table hold add column probe_at integer;
alter table hold add column probes integer not null default 0;
-- what Meta, or the network, last answered to that
alter table hold add column found text;

-- duplicates of a resumed run are known by its sealed people themselves
alter table chunk drop column fingerprints;

create table pause (
  id integer primary key,
  scope text not null check (scope in ('everything', 'ad_account', 'job', 'step')),
  account text,
  job_id integer references job (id),
  step_id integer references step (id),
  since integer not null,
  check ((scope = 'ad_account') = (account is not null) and (scope = 'job') = (job_id is not null) and (scope = 'step') = (step_id is not null))
) strict;
create unique index pause_once on pause (scope, ifnull(account, ''), ifnull(job_id, 0), ifnull(step_id, 0));

-- Graph roots that cannot be reached; the embedded sandbox is the empty root
create table offline (
  graph_root text primary key,
  since integer not null,
  said text not null
) strict, without rowid;

-- what the usage headers last said. score: the account's points; calls: its hour; app: all calls of the app, with an empty account
create table quota (
  connection_id integer not null references connection (id),
  account text not null,
  kind text not null check (kind in ('score', 'calls', 'app')),
  percent real not null,
  at integer not null,
  primary key (connection_id, account, kind)
) strict, without rowid;

create table setting (
  name text primary key,
  value text not null
) strict, without rowid;

create index counter_cancelled on counter (run_id, step_id) where is_cancelled = 1 and pending > 0;

-- Errored people by reason, JSON object; null = none, or settled before there was this column and not known
alter table batch add column errored_reasons text;
-- lines of the people that Meta named as invalid, JSON array; null = none
alter table batch add column invalid_lines text;
-- attempts up to this id were made before a person had the batch queued again: they use up nothing of what it may be tried now
alter table batch add column attempts_before integer not null default 0;
-- what is known of batches that were settled before: where a step has one reason only, it is theirs
update batch set errored_reasons = (
  select json_object(max(e.reason), batch.errored) from errored_reason e where e.run_id = batch.run_id and e.step_id = batch.step_id and e.people > 0
  having count(*) = 1 and max(e.reason) <> 'invalid')
where errored > 0;
`;
