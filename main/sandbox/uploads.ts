import { checkWritable, type Account } from './accounts.ts';
import { accountOf, type AudienceRow } from './audiences.ts';
import {
  invalidParameter,
  lowSize,
  missingParameter,
  replaceError,
  tooManyRows,
  uploadBlocked,
  valueRequired,
} from './errors.ts';
import { addPeople, countPeople, removeEveryone, removePeople, type Entry } from './people.ts';
import { isRecord, structured, type GraphCall } from './request.ts';
import { checkRows, parseSchema, type CheckedRows } from './rows.ts';
import { endOf, enterSession, findSession, parseBatch, type Batch } from './sessions.ts';
import { isBeingReplaced, operationStatus } from './status.ts';
import type { AuthorizedCall } from './tokens.ts';
import type { World } from './world.ts';

const maxRows = 10_000;
/** From here on an audience cannot be replaced (documented). */
const maxReplaceable = 100_000_000;
/** What an audience says that is about to change by itself; `usersreplace` has to wait for it. */
const busyStatuses: readonly number[] = [414, 441];

interface Payload {
  readonly keys: readonly string[];
  readonly count: number;
  readonly rows: CheckedRows;
}

/** `POST` and `DELETE /<audience>/users`. Members are on disk when it answers. */
export function upload(world: World, call: AuthorizedCall, audience: AudienceRow, action: 'add' | 'remove'): unknown {
  checkOpen(world, call, audience);
  if (isBeingReplaced(world, audience)) throw replaceError('running');
  const payload = parsePayload(call, audience.is_value_based === 1);
  const batch = parseBatch(structured(call.params, 'session'));

  const received = world.db
    .transaction(() => {
      const session = enterSession(world, audience, batch, payload.keys, payload.count, payload.rows.invalidCount);
      if (session.isOver) return session.received;
      if (action === 'add') addPeople(world.db, audience.seq, payload.rows.entries);
      else remove(world, call, audience.seq, payload.rows.entries);
      touch(world, audience);
      // A new list heals what a failed replacement left behind.
      world.db.prepare<[number]>('update audience set replace_fails = 0 where seq = ?').run(audience.seq);
      return session.received;
    })
    .immediate();
  return { audience_id: audience.id, ...receipt(batch, received, payload) };
}

/**
 * `POST /<audience>/usersreplace`. Whoever was in the audience is out with the first batch, which also starts the session; the others may
 * come in any order and again. Throws 2650 with the subcode that tells what is wrong.
 */
export function replaceEveryone(world: World, call: AuthorizedCall, audience: AudienceRow): unknown {
  checkOpen(world, call, audience);
  const session = structured(call.params, 'session');
  if (session === undefined) throw missingParameter('session');
  const payload = parsePayload(call, audience.is_value_based === 1);
  const odd = payload.keys.find((key) => key.startsWith('DATA_PROCESSING') || isMisplaced(key, audience));
  if (odd !== undefined) throw invalidParameter(`The key ${odd} cannot be used to replace this audience`);
  const batch = parseBatch(session);
  const isFirst = checkReplace(world, audience, batch);

  const received = world.db
    .transaction(() => {
      if (isFirst) {
        removeEveryone(world.db, audience.seq);
        world.db
          .prepare<[string, number]>('update audience set replace_session = ?, replace_fails = 0 where seq = ?')
          .run(batch.sessionId, audience.seq);
      }
      const entered = enterSession(world, audience, batch, payload.keys, payload.count, payload.rows.invalidCount);
      addPeople(world.db, audience.seq, payload.rows.entries);
      touch(world, audience);
      if (call.trouble?.failsReplace === true) {
        world.db.prepare<[number]>('update audience set replace_fails = 1 where seq = ?').run(audience.seq);
      }
      return entered.received;
    })
    .immediate();
  return { audience_id: audience.id, ...receipt(batch, received, payload) };
}

/**
 * `DELETE /act_x/usersofanyaudience`: out of every customer list of the ad account, for those who opt out. The answer's shape, and that
 * a list which is being replaced refuses the whole call, are invented.
 */
export function removeFromAll(world: World, call: AuthorizedCall, account: Account): unknown {
  checkWritable(world, call.caller.person, account);
  const payload = parsePayload(call, false);
  const batch = parseBatch(structured(call.params, 'session'));
  const audiences = world.db
    .prepare<[string], AudienceRow>('select * from audience where account_id = ?')
    .all(account.id);
  if (audiences.some((audience) => isBeingReplaced(world, audience))) throw replaceError('running');
  world.db
    .transaction(() => {
      for (const audience of audiences) {
        const before = countPeople(world.db, audience.seq);
        remove(world, call, audience.seq, payload.rows.entries);
        if (countPeople(world.db, audience.seq) < before) touch(world, audience);
      }
    })
    .immediate();
  return receipt(batch, payload.count, payload);
}

function checkOpen(world: World, { caller }: AuthorizedCall, audience: AudienceRow): void {
  checkWritable(world, caller.person, accountOf(world, audience), audience.id);
  if (operationStatus(world, audience).code === 471) throw uploadBlocked();
}

function parsePayload(call: GraphCall, needsValue: boolean): Payload {
  const payload = structured(call.params, 'payload');
  if (payload === undefined) throw missingParameter('payload');
  if (!isRecord(payload)) throw invalidParameter('param payload must be an object');
  const { schema, data } = payload;
  const keys = parseSchema(schema);
  if (!Array.isArray(data)) throw invalidParameter('Data is missing or does not match schema');
  if (data.length > maxRows) throw tooManyRows();
  if (needsValue && !keys.includes('LOOKALIKE_VALUE')) throw valueRequired();
  return { keys, count: data.length, rows: checkRows(keys, data, !Array.isArray(schema), call.trouble) };
}

/** Whether a batch starts a replacement or goes on with one. Throws what is in the way of both. */
function checkReplace(world: World, audience: AudienceRow, batch: Batch): boolean {
  const session = findSession(world, audience.account_id, batch.sessionId);
  if (session !== undefined && audience.replace_session === batch.sessionId) {
    if (session.ended_at !== null) throw replaceError('finished');
    if (endOf(session, world.now()) !== null) throw replaceError('timed_out');
    // The first batch again would start a second replacement, and one is running.
    if (batch.seq === 1n) throw replaceError('running');
    return false;
  }
  if (batch.seq !== 1n) throw replaceError('no_first_batch');
  if (session !== undefined) throw invalidParameter('This session_id has been used before');
  // Documented is "Normal" alone; that an empty, an ageing or a failed list may be replaced, too, is invented.
  if (busyStatuses.includes(operationStatus(world, audience).code)) throw replaceError('running');
  if (countPeople(world.db, audience.seq) >= maxReplaceable) throw replaceError('too_big');
  return true;
}

/** Value-based audiences cannot be swapped with others (documented). */
function isMisplaced(key: string, audience: AudienceRow): boolean {
  return key === 'LOOKALIKE_VALUE' && audience.is_value_based === 0;
}

/** Throws 200/1870047, which undoes the removal, when the low-size guard is on and too few people are left. */
function remove({ db }: World, { trouble }: GraphCall, audience: number, entries: readonly Entry[]): void {
  const before = trouble?.leastPeople === undefined ? 0 : countPeople(db, audience);
  removePeople(db, audience, entries);
  if (trouble?.leastPeople === undefined) return;
  const left = countPeople(db, audience);
  if (left < before && left < trouble.leastPeople) throw lowSize();
}

function touch({ db, now }: World, audience: AudienceRow): void {
  db.prepare<[number, number, number]>(
    'update audience set content_updated_at = ?, first_content_at = coalesce(first_content_at, ?) where seq = ?',
  ).run(now(), now(), audience.seq);
}

function receipt(batch: Batch, received: number, { rows }: Payload) {
  return {
    session_id: batch.sessionId,
    num_received: received,
    num_invalid_entries: rows.invalidCount,
    invalid_entry_samples: rows.invalidSamples,
  };
}
