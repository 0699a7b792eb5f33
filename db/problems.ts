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

/** Which problems of a run are wanted. */
export interface ProblemFilter {
  /** null = every code. */
  readonly code: string | null;
  /** Part of the column, the key or the code, or a line; empty = all. */
  readonly search: string;
}

const MATCHES = `(@search = '' or instr(lower(ifnull(column_name, '')), lower(@search)) > 0 or instr(lower(ifnull(key, '')), lower(@search)) > 0
    or instr(code, lower(@search)) > 0 or @line between line and ifnull(last_line, line))`;
const COLUMNS = 'id, line, last_line, column_name as "column", key, code';

/** In the order they were found, after the given id. */
export function listProblems(
  db: ReadDb,
  runId: number,
  { code, search, afterId, limit }: ProblemFilter & { readonly afterId: number; readonly limit: number },
): readonly ProblemRow[] {
  const line = /^\d{1,15}$/.test(search) ? Number(search) : null;
  const order = { runId, code, search, line, afterId, limit };
  // Of all codes they come in the order of the table; by the index each page would sort all of them anew.
  return db
    .prepare<[typeof order], ProblemRow>(
      code === null
        ? `select ${COLUMNS} from problem not indexed
           where id > max(@afterId, ifnull((select min(id) from problem where run_id = @runId), 0) - 1)
             and run_id = @runId and @code is null and ${MATCHES} order by id limit @limit`
        : `select ${COLUMNS} from problem
           where run_id = @runId and code = @code and id > @afterId and ${MATCHES} order by id limit @limit`,
    )
    .all(order);
}
