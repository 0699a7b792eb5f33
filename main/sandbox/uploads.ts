import { randomInt } from 'node:crypto';

import { checkWritable } from './accounts.ts';
import { accountOf, type AudienceRow } from './audiences.ts';
import { invalidParameter, missingParameter, tooManyRows, valueRequired } from './errors.ts';
import { addPeople, removePeople } from './people.ts';
import { isRecord, isTrue, structured, type GraphCall } from './request.ts';
import { checkRows, parseSchema } from './rows.ts';
import type { World } from './world.ts';

const maxRows = 10_000;
/** Meta closes a session this long after its first batch and discards what comes later. */
const sessionLifeMs = 90 * 60 * 1000;

interface Session {
  readonly id: string;
  readonly isLast: boolean;
}

interface SessionRow {
  readonly audience: number;
  readonly schema: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly num_received: number;
}

/** `POST` and `DELETE /<audience>/users`. Members are on disk when it answers. */
export function upload(world: World, call: GraphCall, audience: AudienceRow, action: 'add' | 'remove'): unknown {
  const account = accountOf(audience);
  checkWritable(world, account);
  const payload = structured(call.params, 'payload');
  if (payload === undefined) throw missingParameter('payload');
  if (!isRecord(payload)) throw invalidParameter('param payload must be an object');
  const { schema, data } = payload;
  const keys = parseSchema(schema);
  if (!Array.isArray(data)) throw invalidParameter('Data is missing or does not match schema');
  if (data.length > maxRows) throw tooManyRows();
  if (audience.is_value_based === 1 && !keys.includes('LOOKALIKE_VALUE')) throw valueRequired();
  const session = parseSession(structured(call.params, 'session'));
  const rows = checkRows(keys, data, !Array.isArray(schema));

  const numReceived = world.db
    .transaction(() => {
      const { received, isOver } = enterSession(world, audience, session, keys, data.length);
      if (isOver) return received;
      (action === 'add' ? addPeople : removePeople)(world.db, audience.seq, rows.entries);
      world.db
        .prepare<[number, number]>('update audience set content_updated_at = ? where seq = ?')
        .run(world.now(), audience.seq);
      return received;
    })
    .immediate();
  return {
    audience_id: audience.id,
    session_id: session.id,
    num_received: numReceived,
    num_invalid_entries: rows.invalidCount,
    invalid_entry_samples: rows.invalidSamples,
  };
}

/**
 * Counts a batch into its session. A batch for a session that is over is counted and silently thrown away, as documented.
 * Throws code 100 (text invented) when the schema changes within a session.
 */
function enterSession(
  { db, now }: World,
  audience: AudienceRow,
  session: Session,
  keys: readonly string[],
  rows: number,
): { received: number; isOver: boolean } {
  const schema = JSON.stringify(keys);
  const known = db
    .prepare<[string, string], SessionRow>('select * from upload_session where account_id = ? and session_id = ?')
    .get(audience.account_id, session.id);
  if (known !== undefined && known.audience !== audience.seq) {
    throw invalidParameter('This session_id belongs to another audience of the ad account');
  }
  if (known !== undefined && known.schema !== schema) throw invalidParameter('The schema changed within the session');
  const startedAt = known?.started_at ?? now();
  const isOver = (known?.ended_at ?? null) !== null || now() >= startedAt + sessionLifeMs;
  const received = (known?.num_received ?? 0) + rows;
  db.prepare<[string, string, number, string, number, number | null, number]>(
    'replace into upload_session (account_id, session_id, audience, schema, started_at, ended_at, num_received) values (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    audience.account_id,
    session.id,
    audience.seq,
    schema,
    startedAt,
    known?.ended_at ?? (session.isLast ? now() : null),
    received,
  );
  return { received, isOver };
}

/** The session the client named, else one of the server's own: 19 digits, one batch. Throws code 100 (texts invented) on a wrong one. */
function parseSession(given: unknown): Session {
  if (given === undefined) return { id: newSessionId(), isLast: true };
  if (!isRecord(given)) throw invalidParameter('param session must be an object');
  const id = integerText(given['session_id']);
  if (id === undefined || BigInt(id) < 1n || BigInt(id) >= 2n ** 63n) {
    throw invalidParameter('session_id must be a positive 64-bit integer');
  }
  const seq = integerText(given['batch_seq']);
  if (seq === undefined || BigInt(seq) < 1n) throw invalidParameter('batch_seq must be an integer from 1');
  return { id, isLast: isTrue(given['last_batch_flag']) };
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
