import type { BatchRow, ErroredReason, Settlement } from './batches.ts';
import type { ReadDb } from './open.ts';

export type Reasons = Readonly<Partial<Record<ErroredReason, number>>>;

/**
 * What a batch remembers of its Errored people, as the columns `errored_reasons` and `invalid_lines`. Its own, because counts are kept a
 * step and problems a run only, up to a number and for a time.
 */
export function erroredColumns({ errored, problems }: Settlement): readonly [string | null, string | null] {
  const some = Object.entries(errored).filter(([, people]) => people > 0);
  const lines = problems.filter(({ code }) => code === 'invalid').map(({ line }) => line);
  return [
    some.length === 0 ? null : JSON.stringify(Object.fromEntries(some)),
    lines.length === 0 ? null : JSON.stringify(lines),
  ];
}

/** Errored people of a batch by reason. */
export function reasonsOf({ errored_reasons: reasons }: Pick<BatchRow, 'errored_reasons'>): Reasons {
  return JSON.parse(reasons ?? '{}') as Reasons;
}

/** Source lines of the people that Meta named as invalid. */
export function invalidLinesOf({ invalid_lines: lines }: Pick<BatchRow, 'invalid_lines'>): ReadonlySet<number> {
  return new Set(JSON.parse(lines ?? '[]') as number[]);
}

/** People of each run who errored against everybody's will, of runs that are under way or ended since this moment. */
export function erroredRuns(
  db: ReadDb,
  since: number,
): readonly { readonly run_id: number; readonly people: number }[] {
  return db
    .prepare<[number], { run_id: number; people: number }>(
      `select e.run_id, sum(e.people) as people from errored_reason e join run r on r.id = e.run_id
       where e.reason not in ('cancelled', 'superseded') and (r.state in ('reading', 'sending') or r.ended_at >= ?)
       group by e.run_id having sum(e.people) > 0`,
    )
    .all(since);
}

/** How many of a run had errored when that was told last; 0 = it never was. */
export function toldOfErrored(db: ReadDb, runId: number): number {
  const last = db
    .prepare<[number], { facts: string }>(
      "select facts from activity where run_id = ? and kind = 'alert.errored' order by id desc limit 1",
    )
    .get(runId);
  return last === undefined ? 0 : (JSON.parse(last.facts) as { readonly people: number }).people;
}
