import type { CallName, Input, Output } from '../../preload/contract/contract.ts';
import type { ProblemRow, RunFacts, ThroughputBucket } from '../../preload/contract/jobs.ts';
import type { PersonHit } from '../../preload/contract/people.ts';
import { sumOf } from './fake-world.ts';
import type { World } from './fake-world.ts';

type Answers = { readonly [N in CallName]?: (input: Input<N>) => Output<N> };

/** Row problems of run 77. */
const MANY = 100_000;
const HOUR = 3_600_000;

function problem(id: number): ProblemRow {
  return { id, line: id + 1, lastLine: null, column: 'Email', key: 'EMAIL', code: 'not_an_email' };
}

/** Problems of a run that has very many of them. */
export function manyProblems({ afterId = 0, limit = 200, search = '' }: Input<'problems.list'>): readonly ProblemRow[] {
  if (search !== '')
    return Array.from({ length: MANY }, (_, i) => problem(i + 1)).filter((row) => `${row.line}` === search);
  return Array.from({ length: Math.min(limit, MANY - afterId) }, (_, i) => problem(afterId + 1 + i));
}

/** Who was looked for, from the second stretch of a search. */
const FOUND: PersonHit = {
  jobId: 1,
  job: 'Purchasers, 180 days',
  runId: 218,
  run: 218,
  startedAt: Date.UTC(2026, 10, 24, 14),
  line: 40_112,
  keys: ['EMAIL'],
  steps: [
    {
      stepId: 11,
      position: 1,
      action: 'add',
      audience: 'UK · Purchasers 180 d',
      batchId: 144,
      state: 'errored',
      reason: 'invalid',
    },
    {
      stepId: 12,
      position: 2,
      action: 'remove',
      audience: 'UK · Prospecting seed',
      batchId: 152,
      state: 'pending',
      reason: 'queued',
    },
  ],
};

const FATES: readonly PersonHit['steps'][number][] = [
  {
    stepId: 11,
    position: 1,
    action: 'add',
    audience: 'UK · Purchasers 180 d',
    batchId: 96,
    state: 'unnamed',
    reason: null,
  },
  {
    stepId: 12,
    position: 2,
    action: 'remove',
    audience: 'UK · Prospecting seed',
    batchId: null,
    state: 'not_synced',
    reason: null,
  },
];

/** What the live panel and the tabs of a job ask besides its run. */
export function panelAnswers(world: World): Answers {
  const lineOf = (run: RunFacts): Output<'runs.list'>['runs'][number] => ({
    id: run.id,
    number: run.number,
    state: run.state,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    rows: run.rows,
    counters: sumOf(run),
    problems: Object.values(run.problems).reduce((sum, count) => sum + count, 0),
  });
  return {
    'problems.export': () => ({ text: '\ufefffile,line\r\nlist.csv,3\r\n', nextId: null }),
    'people.find': ({ value, beforeId }) => {
      if (!value.includes('@')) return { readAs: [], hits: [], looked: 0, of: 9, gone: 0, nextId: null };
      const page = { readAs: ['EMAIL'], of: 9 };
      if (beforeId === undefined) return { ...page, hits: [FOUND], looked: 4, gone: 0, nextId: 5 };
      const older = { ...FOUND, runId: 216, run: 216, line: 39_870, steps: FATES };
      return { ...page, hits: [older], looked: 5, gone: 20_000, nextId: null };
    },
    'runs.list': ({ jobId }) => {
      const runs = world.runs.filter((run) => run.jobId === jobId).map(lineOf);
      return { total: runs.length, runs };
    },
    'runs.answers': ({ range }) => {
      const now = Date.now();
      const bucketMs = range === 'hour' ? 60_000 : range === 'day' ? HOUR : 24 * HOUR;
      const last = Math.floor(now / bucketMs) * bucketMs;
      const bucket = (ago: number, synced: number, retry = 0, throttled = 0, held = 0, refused = 0) => ({
        at: last - ago * bucketMs,
        synced,
        retry,
        throttled,
        held,
        refused,
      });
      return {
        now,
        bucketMs,
        buckets: [
          bucket(20, 14),
          bucket(12, 30, 2),
          bucket(7, 4, 1, 6),
          bucket(3, 22, 0, 1, 2),
          bucket(1, 18, 2, 0, 0, 3),
          bucket(0, 5),
        ],
      };
    },
    'throughput.paces': () => ({
      minute: { synced: 9_788, errored: 212 },
      hour: { synced: 67_788, errored: 212 },
      day: { synced: 188_412, errored: 600 },
      month: { synced: 2_904_118, errored: 8_201 },
    }),
    'batches.request': ({ batchId }) => ({
      method: batchId > 150 ? 'DELETE' : 'POST',
      host: 'graph.facebook.com',
      path: '/v26.0/23851234567890123/users',
      hasProof: true,
      account: 'act_1087542206314',
      schema: ['EMAIL', 'PHONE', 'FN', 'LN', 'ZIP', 'COUNTRY', 'EXTERN_ID'],
      entries: 10_400,
      tier: 'full',
      usage: {
        score: { percent: 34, at: Date.now() - 60_000 },
        calls: { percent: 12, at: Date.now() - 60_000 },
        app: null,
      },
    }),
    'batches.rows': ({ batchId }) =>
      batchId === 143
        ? { isStored: false, keys: [], rows: [] }
        : {
            isStored: true,
            keys: ['EMAIL', 'PHONE', 'EXTERN_ID'],
            rows: [
              { line: 2, cells: ['b4c9a289', '1f20e7aa', null] },
              { line: 3, cells: ['5ff860bf', '', null] },
            ],
          },
  };
}

/** Lines with their columns and codes; no value. */
export function problemsOf(code: string | undefined): readonly ProblemRow[] {
  const codes = ['not_an_email', 'phone_too_short', 'rounded_number', 'impossible_date', 'unknown_country'];
  const columns = ['Email', 'Mobile', 'Mobile', 'DOB', 'Country'];
  const keys = ['EMAIL', 'PHONE', 'PHONE', null, 'COUNTRY'];
  return Array.from({ length: 60 }, (_, index) => ({
    id: index + 1,
    line: 118 + index * 37,
    lastLine: null,
    column: columns[index % 5] ?? null,
    key: keys[index % 5] ?? null,
    code: codes[index % 5] ?? '',
  })).filter((row) => code === undefined || row.code === code);
}

/** Three bursts, the last one now. */
export function bucketsOf(now: number, bucketMs: number): readonly ThroughputBucket[] {
  const last = Math.floor(now / bucketMs) * bucketMs;
  return [
    [-44, 24_300, 0],
    [-43, 8100, 0],
    [-20, 31_200, 180],
    [-19, 12_000, 212],
    [-18, 2400, 0],
    [-1, 4200, 0],
    [0, 22_400, 40],
  ].map(([place = 0, synced = 0, errored = 0]) => ({ at: last + place * bucketMs, synced, errored }));
}
