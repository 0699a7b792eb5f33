import type { Db, ReadDb } from './open.ts';

/** Rows of one code that a run stores; counts go on beyond (DESIGN section 5). */
export const MOST_PROBLEM_ROWS = 10_000;

export interface NewProblem {
  readonly line: number | null;
  /** Set when the problem is about all lines from `line` to here. */
  readonly lastLine?: number;
  readonly column: string | null;
  readonly key: string | null;
  readonly code: string;
}

export interface ProblemRow extends Omit<NewProblem, 'lastLine'> {
  readonly id: number;
  readonly last_line: number | null;
}

/** Problems and their counts move together. Call inside a transaction. `counts` may be higher than the rows given. */
export function addProblems(
  db: Db,
  runId: number,
  problems: readonly NewProblem[],
  counts: Readonly<Record<string, number>>,
): void {
  const insert = db.prepare(
    'insert into problem (run_id, line, last_line, column_name, key, code) values (?, ?, ?, ?, ?, ?)',
  );
  const left = new Map<string, number>();
  for (const p of problems) {
    const room = left.get(p.code) ?? MOST_PROBLEM_ROWS - (problemCount(db, runId, p.code) ?? 0);
    left.set(p.code, room - 1);
    if (room > 0) insert.run(runId, p.line, p.lastLine ?? null, p.column, p.key, p.code);
  }
  const count = db.prepare(
    `insert into problem_count (run_id, code, count) values (?, ?, ?)
     on conflict do update set count = count + excluded.count`,
  );
  for (const [code, n] of Object.entries(counts)) count.run(runId, code, n);
}

function problemCount(db: ReadDb, runId: number, code: string): number | undefined {
  return db
    .prepare<[number, string], { count: number }>('select count from problem_count where run_id = ? and code = ?')
    .get(runId, code)?.count;
}

/** Exact counts by code. */
export function problemCounts(db: ReadDb, runId: number): Record<string, number> {
  const rows = db
    .prepare<[number], { code: string; count: number }>(
      'select code, count from problem_count where run_id = ? order by count desc, code',
    )
    .all(runId);
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

/** In the order they were found, after the given id. */
export function listProblems(
  db: ReadDb,
  runId: number,
  page: { readonly code: string | null; readonly afterId: number; readonly limit: number },
): readonly ProblemRow[] {
  return db
    .prepare<[{ runId: number; code: string | null; afterId: number; limit: number }], ProblemRow>(
      `select id, line, last_line, column_name as "column", key, code from problem
       where run_id = @runId and (@code is null or code = @code) and id > @afterId order by id limit @limit`,
    )
    .all({ runId, ...page });
}
