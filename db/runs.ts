import { addActivity } from './activity.ts';
import { isOpposed } from './newest-wins.ts';
import type { Db, ReadDb } from './open.ts';
import { addProblems, type NewProblem } from './problems.ts';

type RunState = 'reading' | 'sending' | 'done' | 'done_with_problems' | 'cancelled' | 'source_changed' | 'cut_short';

export interface RunRow {
  readonly id: number;
  readonly job_id: number;
  readonly number: number;
  readonly state: RunState;
  readonly failure: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly mapping: string | null;
  readonly source_size: number | null;
  readonly source_mtime_ms: number | null;
  readonly position: string | null;
  readonly bytes_read: number;
  readonly read: number;
  readonly entered: number;
  readonly duplicates: number;
  readonly excluded: number;
  readonly unchanged: number;
  readonly unreadable: number;
}

export interface CounterRow {
  readonly run_id: number;
  readonly step_id: number;
  readonly entered: number;
  readonly proceeded: number;
  readonly synced: number;
  readonly not_synced: number;
  readonly pending: number;
  readonly errored: number;
  readonly exited: number;
}

export function runById(db: ReadDb, id: number): RunRow | undefined {
  return db.prepare<[number], RunRow>('select * from run where id = ?').get(id);
}

/** How the job's run before this one was mapped, JSON; null when there was none, or it never read. */
export function mappingBefore(db: ReadDb, jobId: number, runId: number): string | null {
  return (
    db
      .prepare<[number, number], { mapping: string | null }>(
        'select mapping from run where job_id = ? and id < ? order by id desc limit 1',
      )
      .get(jobId, runId)?.mapping ?? null
  );
}

/** Newest first. */
export function runsOf(db: ReadDb, jobId: number, limit: number): readonly RunRow[] {
  return db
    .prepare<[number, number], RunRow>('select * from run where job_id = ? order by id desc limit ?')
    .all(jobId, limit);
}

export function runsIn(db: ReadDb, state: 'reading' | 'sending'): readonly RunRow[] {
  return db.prepare<[string], RunRow>('select * from run where state = ? order by id').all(state);
}

/** A new run with its counters at zero; the job's steps are those of this moment. */
export function addRun(db: Db, jobId: number, now: number): number {
  return db
    .transaction(() => {
      const { lastInsertRowid: runId } = db
        .prepare(
          `insert into run (job_id, number, state, started_at)
           values (?, 1 + ifnull((select max(number) from run where job_id = ?), 0), 'reading', ?)`,
        )
        .run(jobId, jobId, now);
      db.prepare(
        'insert into counter (run_id, step_id) select ?, id from step where job_id = ? and position < 1000',
      ).run(runId, jobId);
      return Number(runId);
    })
    .immediate();
}

/** What the source looked like when the run began to read it. A resumed run must find the same. */
export function setRunSource(
  db: Db,
  runId: number,
  source: { readonly mapping: string; readonly size: number | null; readonly mtimeMs: number | null },
): void {
  db.prepare('update run set mapping = ?, source_size = ?, source_mtime_ms = ? where id = ?').run(
    source.mapping,
    source.size,
    source.mtimeMs,
    runId,
  );
}

export interface NewBatch {
  readonly stepId: number;
  readonly operation: 'add' | 'remove';
  readonly hasExternId: boolean;
  readonly matchKeys: readonly string[];
  readonly people: number;
  readonly entries: number;
  readonly keys: readonly string[];
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Everything that one commit of a run makes true: its people enter every step, and the source position moves behind them. */
export interface ReadPart {
  readonly runId: number;
  /** Next position in the source, JSON; null for a source that cannot be resumed. */
  readonly position: string | null;
  readonly bytesRead: number;
  readonly rows: {
    readonly read: number;
    readonly entered: number;
    readonly duplicates: number;
    readonly unreadable: number;
  };
  readonly problems: readonly NewProblem[];
  readonly problemCounts: Readonly<Record<string, number>>;
  readonly notSynced: readonly { readonly stepId: number; readonly people: number }[];
  /** null when nobody of this part can be matched by any step. */
  readonly chunk: {
    readonly seq: number;
    readonly people: number;
    readonly entries: number;
    readonly firstLine: number;
    readonly lastLine: number;
    readonly sealed: Uint8Array;
    readonly batches: readonly NewBatch[];
  } | null;
  readonly horizonMs: number;
}

/** Stores a part in one transaction; false when the run no longer reads (it was cancelled meanwhile), and nothing was stored. */
export function addPart(db: Db, part: ReadPart, now: number): boolean {
  return db
    .transaction(() => {
      const run = runById(db, part.runId);
      if (run?.state !== 'reading') return false;
      db.prepare(
        `update run set position = ?, bytes_read = ?, read = read + ?, entered = entered + ?, duplicates = duplicates + ?,
           unreadable = unreadable + ? where id = ?`,
      ).run(
        part.position,
        part.bytesRead,
        part.rows.read,
        part.rows.entered,
        part.rows.duplicates,
        part.rows.unreadable,
        part.runId,
      );
      enter(db, part);
      if (part.chunk) addChunk(db, part.runId, part.chunk, part.horizonMs, now);
      addProblems(db, part.runId, part.problems, part.problemCounts);
      return true;
    })
    .immediate();
}

/** Proceeded = entered on every step but the last; exited = entered on the last (DESIGN section 3). */
function enter(db: Db, { runId, rows, notSynced, chunk }: ReadPart): void {
  const update = db.prepare(
    `update counter set entered = entered + @entered, not_synced = not_synced + @notSynced, pending = pending + @pending,
       proceeded = proceeded + case when @isLast then 0 else @entered end, exited = exited + case when @isLast then @entered else 0 end
     where run_id = @runId and step_id = @stepId`,
  );
  for (const [index, step] of notSynced.entries()) {
    const pending = (chunk?.batches ?? []).reduce((sum, b) => (b.stepId === step.stepId ? sum + b.people : sum), 0);
    update.run({
      runId,
      stepId: step.stepId,
      entered: rows.entered,
      notSynced: step.people,
      pending,
      isLast: index === notSynced.length - 1 ? 1 : 0,
    });
  }
}

function addChunk(db: Db, runId: number, chunk: NonNullable<ReadPart['chunk']>, horizonMs: number, now: number): void {
  const { lastInsertRowid: chunkId } = db
    .prepare(
      `insert into chunk (run_id, seq, people, entries, first_line, last_line, created_at)
       values (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(runId, chunk.seq, chunk.people, chunk.entries, chunk.firstLine, chunk.lastLine, now);
  db.prepare('insert into chunk_data (chunk_id, sealed) values (?, ?)').run(chunkId, chunk.sealed);
  const insert = db.prepare(
    `insert into batch (run_id, step_id, chunk_id, operation, has_extern_id, state, people, entries, match_keys, keys, first_line, last_line, horizon_ms,
       created_at, is_compared)
     values (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const b of chunk.batches) {
    insert.run(
      runId,
      b.stepId,
      chunkId,
      b.operation,
      b.hasExternId ? 1 : 0,
      b.people,
      b.entries,
      JSON.stringify(b.matchKeys),
      JSON.stringify(b.keys),
      b.firstLine,
      b.lastLine,
      horizonMs,
      now,
      // Of two steps of one chunk, the later one is newer too.
      isOpposed(db, b.stepId, b.operation) ? 0 : 1,
    );
  }
}

/**
 * The source is at its end, or cannot be read on: what has entered is still sent. `end` says how reading ended; a run with nothing
 * left to send is over at once.
 */
export function endReading(
  db: Db,
  runId: number,
  end: { readonly state: 'sending' | 'source_changed' | 'cut_short' | 'cancelled'; readonly failure: string | null },
  now: number,
): void {
  db.transaction(() => {
    const isOver = end.state !== 'sending';
    const { changes } = db
      .prepare("update run set state = ?, failure = ?, ended_at = ? where id = ? and state = 'reading'")
      .run(end.state, end.failure, isOver ? now : null, runId);
    if (changes === 1 && isOver) tellEnd(db, runId, now);
    endRunIfSettled(db, runId, now);
  }).immediate();
}

/** A run that sends is done when none of its people are pending. Call inside the transaction that settled the last of them. */
export function endRunIfSettled(db: Db, runId: number, now: number): void {
  const { changes } = db
    .prepare(
      `update run set ended_at = @now, state = case
         when exists (select 1 from counter where run_id = @runId and errored > 0) then 'done_with_problems' else 'done' end
       where id = @runId and state = 'sending'
         and not exists (select 1 from counter where run_id = @runId and pending > 0)`,
    )
    .run({ now, runId });
  if (changes === 1) tellEnd(db, runId, now);
}

/** Writes down how a run ended, with the people of all its steps. */
export function tellEnd(db: Db, runId: number, now: number, actor: 'user' | 'muster' = 'muster'): void {
  const facts = db
    .prepare<[number], { state: string; synced: number; errored: number; people: number }>(
      `select r.state, r.entered as people, ifnull(sum(c.synced), 0) as synced, ifnull(sum(c.errored), 0) as errored
       from run r left join counter c on c.run_id = r.id where r.id = ? group by r.id`,
    )
    .get(runId);
  if (facts) addActivity(db, { at: now, actor, kind: 'run.ended', runId, facts: { ...facts } });
}

/** One for each step of a run, in the order in which it has them. */
export function countersOf(db: ReadDb, runId: number): readonly CounterRow[] {
  return db
    .prepare<[number], CounterRow>(
      'select c.* from counter c join step s on s.id = c.step_id where run_id = ? order by c.exited > 0, s.position',
    )
    .all(runId);
}

/** The sealed people that entered so far, in the order of their chunks. */
export function sealedChunksOf(
  db: ReadDb,
  runId: number,
): IterableIterator<{ readonly seq: number; readonly sealed: Buffer }> {
  return db
    .prepare<[number], { seq: number; sealed: Buffer }>(
      'select c.seq, d.sealed from chunk c join chunk_data d on d.chunk_id = c.id where c.run_id = ? order by c.seq',
    )
    .iterate(runId);
}

export function chunkCountOf(db: ReadDb, runId: number): number {
  return db.prepare<[number], { n: number }>('select count(*) as n from chunk where run_id = ?').get(runId)?.n ?? 0;
}
