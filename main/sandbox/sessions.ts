import { randomInt } from 'node:crypto';

import type { AudienceRow } from './audiences.ts';
import { invalidParameter } from './errors.ts';
import { select } from './fields.ts';
import { page } from './paging.ts';
import { isRecord, isTrue, text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/** Meta closes a session this long after its first batch and discards what comes later. */
const sessionLifeMs = 90 * 60 * 1000;

/** What a request says of its session. */
export interface Batch {
  readonly sessionId: string;
  readonly seq: bigint;
  readonly isLast: boolean;
}

/** A stored session. Times in Unix milliseconds. */
export interface SessionRow {
  /** Every id is unique within its ad account. */
  readonly session_id: string;
  /** The audience's seq. */
  readonly audience: number;
  /** JSON array of the keys. */
  readonly schema: string;
  readonly started_at: number;
  /** When the batch with last_batch_flag arrived. */
  readonly ended_at: number | null;
  readonly num_received: number;
  readonly num_invalid: number;
}

export function findSession({ db }: World, accountId: string, sessionId: string): SessionRow | undefined {
  return db
    .prepare<[string, string], SessionRow>('select * from upload_session where account_id = ? and session_id = ?')
    .get(accountId, sessionId);
}

/** When a session ended: with its last batch or after 90 minutes; null while it runs. */
export function endOf(session: SessionRow, now: number): number | null {
  const limit = session.started_at + sessionLifeMs;
  return session.ended_at ?? (now >= limit ? limit : null);
}

/**
 * Counts a batch into its session. A batch for a session that is over is counted and to be thrown away silently, as documented.
 * Throws code 100 (text invented) when the schema changes within a session, or its id serves another audience.
 * @returns received: the running total of the session
 */
export function enterSession(
  world: World,
  audience: AudienceRow,
  batch: Batch,
  keys: readonly string[],
  rows: number,
  invalid: number,
): { readonly received: number; readonly isOver: boolean } {
  const { db, now } = world;
  const schema = JSON.stringify(keys);
  const known = findSession(world, audience.account_id, batch.sessionId);
  if (known !== undefined && known.audience !== audience.seq) {
    throw invalidParameter('This session_id belongs to another audience of the ad account');
  }
  if (known !== undefined && known.schema !== schema) throw invalidParameter('The schema changed within the session');
  const isOver = known !== undefined && endOf(known, now()) !== null;
  const received = (known?.num_received ?? 0) + rows;
  db.prepare<[string, string, number, string, number, number | null, number, number]>(
    `replace into upload_session (account_id, session_id, audience, schema, started_at, ended_at, num_received, num_invalid)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    audience.account_id,
    batch.sessionId,
    audience.seq,
    schema,
    known?.started_at ?? now(),
    known?.ended_at ?? (batch.isLast && !isOver ? now() : null),
    received,
    (known?.num_invalid ?? 0) + invalid,
  );
  return { received, isOver };
}

/** The session the client named, else one of the server's own: 19 digits, one batch. Throws code 100 (texts invented) on a wrong one. */
export function parseBatch(given: unknown): Batch {
  if (given === undefined) return { sessionId: newSessionId(), seq: 1n, isLast: true };
  if (!isRecord(given)) throw invalidParameter('param session must be an object');
  const id = integerText(given['session_id']);
  if (id === undefined || BigInt(id) < 1n || BigInt(id) >= 2n ** 63n) {
    throw invalidParameter('session_id must be a positive 64-bit integer');
  }
  const seq = integerText(given['batch_seq']);
  if (seq === undefined || BigInt(seq) < 1n) throw invalidParameter('batch_seq must be an integer from 1');
  return { sessionId: id, seq: BigInt(seq), isLast: isTrue(given['last_batch_flag']) };
}

/**
 * `GET /<audience>/sessions?session_id=`, newest first. Every field is text, as documented. The words of `stage` and `progress`, the
 * spelling of the times (Unix seconds) and the share of matches (seven in ten) are invented.
 */
export function listSessions(world: World, call: GraphCall, audience: AudienceRow): unknown {
  const wanted = text(call.params, 'session_id');
  const rows = world.db
    .prepare<[number], SessionRow>('select * from upload_session where audience = ? order by started_at, session_id')
    .all(audience.seq)
    .map((session, index) => ({ rank: index + 1, session }))
    .filter(({ session }) => wanted === undefined || session.session_id === wanted)
    .toReversed();
  const fields = text(call.params, 'fields');
  return page(
    world,
    call,
    rows.map(({ rank, session }) => ({ rank, item: select(sessionNode(session, world.now()), fields) })),
  );
}

function sessionNode(session: SessionRow, now: number) {
  const end = endOf(session, now);
  const valid = session.num_received - session.num_invalid;
  const values: Readonly<Record<string, string | undefined>> = {
    session_id: session.session_id,
    start_time: seconds(session.started_at),
    end_time: end === null ? undefined : seconds(end),
    num_received: String(session.num_received),
    num_matched: String(end === null ? 0 : Math.floor(valid * 0.7)),
    num_invalid_entries: String(session.num_invalid),
    progress: end === null ? '50' : '100',
    stage: end === null ? 'uploading' : 'finished',
  };
  return {
    type: 'CustomAudienceSession',
    unset: new Set<string>(),
    defaults: Object.keys(values),
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value])),
  };
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}

function integerText(value: unknown): string | undefined {
  const digits = typeof value === 'number' ? String(value) : value;
  return typeof digits === 'string' && /^\d{1,19}$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : undefined;
}

function newSessionId(): string {
  return `${randomInt(1, 9)}${nineDigits()}${nineDigits()}`;
}

function nineDigits(): string {
  return String(randomInt(1_000_000_000)).padStart(9, '0');
}
