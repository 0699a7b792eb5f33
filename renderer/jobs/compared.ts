import type { Counters, RowCounts } from '../../preload/contract/counters.ts';
import type { RunFacts, StepFacts } from '../../preload/contract/jobs.ts';

/** One figure of two runs; null = the run has no such thing. */
export interface ComparedLine {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Figures that belong together: the rows, one step, the row problems. */
export interface ComparedGroup {
  readonly kind: 'time' | 'rows' | 'step' | 'problems';
  /** The step in whichever run has it, the later one first. */
  readonly step: StepFacts | null;
  readonly lines: readonly ComparedLine[];
}

const ROWS: readonly (keyof RowCounts)[] = ['read', 'entered', 'duplicates', 'excluded', 'unchanged', 'unreadable'];
const COUNTERS: readonly (keyof Counters)[] = [
  'entered',
  'synced',
  'not_synced',
  'pending',
  'errored',
  'proceeded',
  'exited',
];

/** Two runs of a job figure by figure. Steps are the same by their id, whatever their place; what both lack is left out. */
export function compareRuns(before: RunFacts, after: RunFacts): readonly ComparedGroup[] {
  const took = ({ startedAt, endedAt }: RunFacts): number | null => (endedAt === null ? null : endedAt - startedAt);
  const stepIds = [...new Set([...after.steps, ...before.steps].map(({ stepId }) => stepId))];
  const codes = [...new Set([...Object.keys(after.problems), ...Object.keys(before.problems)])];
  return [
    { kind: 'time', step: null, lines: [{ name: 'took', before: took(before), after: took(after) }] },
    {
      kind: 'rows',
      step: null,
      lines: ROWS.map((name) => ({ name, before: before.rows[name], after: after.rows[name] })).filter(isAnything),
    },
    ...stepIds.map((stepId): ComparedGroup => {
      const [old, now] = [before, after].map(({ steps }) => steps.find((step) => step.stepId === stepId));
      return {
        kind: 'step',
        step: now ?? old ?? null,
        lines: COUNTERS.map((name) => ({
          name,
          before: old?.counters[name] ?? null,
          after: now?.counters[name] ?? null,
        })),
      };
    }),
    {
      kind: 'problems',
      step: null,
      lines: codes
        .map((name) => ({ name, before: before.problems[name] ?? 0, after: after.problems[name] ?? 0 }))
        .toSorted((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after)),
    },
  ];
}

function isAnything({ before, after }: ComparedLine): boolean {
  return (before ?? 0) !== 0 || (after ?? 0) !== 0;
}
