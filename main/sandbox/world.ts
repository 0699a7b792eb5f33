import Database from 'better-sqlite3';

import type { Account } from './accounts.ts';
import { people } from './business.ts';
import type { SandboxClock } from './clock.ts';
import type { FaultDial } from './fault-dial.ts';
import type { Replay } from './replay.ts';
import type { Usage } from './usage.ts';

/** Everything the sandbox's answers depend on. */
export interface World {
  readonly db: Database.Database;
  readonly clock: SandboxClock;
  /** Unix milliseconds, by that clock. */
  readonly now: () => number;
  /** In the order in which people see them. */
  readonly accounts: Account[];
  readonly faults: FaultDial;
  readonly replay: Replay;
  /** Graph calls since the start, by kind, for example `POST audience/users`. */
  readonly requests: Map<string, number>;
  /** Method, path and query of the last requests, as any log on the way would have them. */
  readonly addresses: string[];
  /** Root of the Graph URLs, without version. */
  readonly graphUrl: string;
  /** The token that the sandbox tells when it starts: the admin's, and the key to the control endpoint. */
  readonly adminToken: string;
  readonly usage: Usage;
}

const firstSchema = `
create table setting (name text primary key, value text not null) strict;

-- Terms are accepted per person and business. The sandbox has one person.
create table terms (business_id text primary key, accepted_at integer not null) strict;

create table audience (
  seq integer primary key autoincrement,   -- never used again, so an id never comes back
  id text not null unique,
  account_id text not null,
  name text not null,
  description text not null,
  customer_file_source text not null,
  is_value_based integer not null,
  retention_days integer not null,
  opt_out_link text,
  created_at integer not null,             -- all times in Unix milliseconds
  updated_at integer not null,
  content_updated_at integer               -- null before the first upload
) strict;
create index audience_by_account on audience (account_id, seq);

create table person (id integer primary key, audience integer not null) strict;
create index person_by_audience on person (audience, id);

-- An identifier belongs to one person of an audience: that is what makes entries join.
-- kind: a strong key, or ROW for an entry that has none and is known by its whole row.
create table identifier (
  audience integer not null,
  kind text not null,
  value text not null,
  person integer not null,
  primary key (audience, kind, value)
) strict, without rowid;
create index identifier_by_person on identifier (person);

create table entry (
  id integer primary key,
  person integer not null,
  row text not null,                       -- JSON object of the keys that identify, in key order, blanks left out
  extras text not null                     -- JSON object of the keys that do not (value, data processing options)
) strict;
create index entry_by_person on entry (person);

create table upload_session (
  account_id text not null,
  session_id text not null,
  audience integer not null,
  schema text not null,
  started_at integer not null,
  ended_at integer,                        -- when the batch with last_batch_flag arrived
  num_received integer not null,
  primary key (account_id, session_id)
) strict, without rowid;
`;

const secondSchema = `
alter table audience add column first_content_at integer;             -- null before the first upload
alter table audience add column status_code integer;                  -- an operation status set by the control endpoint
alter table audience add column replace_session text;                 -- session_id of the newest usersreplace
alter table audience add column replace_fails integer not null default 0;
update audience set first_content_at = content_updated_at;

alter table upload_session add column num_invalid integer not null default 0;
create index upload_session_by_audience on upload_session (audience, started_at);
`;

const thirdSchema = `
-- Terms are signed per person: customer_list for a business, value_based for an ad account.
create table signature (
  kind text not null,
  person_id text not null,
  scope_id text not null,
  signed_at integer not null,
  primary key (kind, scope_id, person_id)
) strict, without rowid;
insert into signature select 'customer_list', '${people.admin.id}', business_id, accepted_at from terms;
drop table terms;

-- Tasks of a person on an ad account, a JSON array; only those that differ from what the person has at first.
create table role (
  person_id text not null,
  account_id text not null,
  tasks text not null,
  primary key (person_id, account_id)
) strict, without rowid;

-- What a person lets the app do.
create table permission (
  person_id text not null,
  name text not null,
  status text not null check (status in ('granted', 'declined')),
  primary key (person_id, name)
) strict, without rowid;

create table token (
  value text primary key,
  person_id text not null,
  scopes text,                             -- JSON array; null = whatever the person grants
  issued_at integer not null,
  expires_at integer,                      -- null = never
  state text                               -- what is wrong with it; null = nothing
) strict, without rowid;
create index token_by_person on token (person_id);

create table code (
  value text primary key,
  person_id text not null,
  redirect_uri text not null,
  issued_at integer not null,
  used_at integer
) strict, without rowid;

-- Browsers in which a person is logged in.
create table login (cookie text primary key, person_id text not null) strict, without rowid;
`;

/** What makes a store of version n one of version n + 1. */
const steps: readonly string[] = [firstSchema, secondSchema, thirdSchema];

/**
 * Opens or creates the sandbox's own store.
 * @param file a path whose folder exists, or ':memory:'
 */
export function openStore(file: string): Database.Database {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    // Survives a killed process, which is what a sandbox has to survive; a power cut it need not.
    db.pragma('synchronous = NORMAL');
    db.pragma('cache_size = -65536');
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version > steps.length) {
      throw new Error(`The sandbox file ${file} was made by a newer version of Muster. Delete it to start afresh.`);
    }
    db.transaction(() => {
      for (const step of steps.slice(version)) db.exec(step);
      db.pragma(`user_version = ${steps.length}`);
    })();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether a store has never been used. */
export function isFresh(db: Database.Database): boolean {
  return db.prepare('select 1 from sqlite_sequence').get() === undefined;
}
