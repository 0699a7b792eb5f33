import type { Bridge, CallName, EngineEvent, Input, Output, Reply } from '../../preload/contract/contract.ts';
import type { ErroredReason } from '../../preload/contract/counters.ts';
import type { RunFacts, StepFacts } from '../../preload/contract/jobs.ts';
import { accountAnswers } from './accounts-world.ts';
import { attemptsOf, counters, emptyWorld, fullWorld, outcomesOf, sampleRuns, sumOf } from './fake-world.ts';
import type { World } from './fake-world.ts';
import { guidanceAnswers } from './guidance-world.ts';
import { logAnswers } from './log-world.ts';
import { bucketsOf, manyProblems, panelAnswers, problemsOf } from './panel-world.ts';
import { SITUATION_NAMES, type Situation, isIn, isSituation, pause, resume, worldIn } from './situations.ts';

const WORLDS = ['full', 'empty', 'failing', 'silent', 'slow'] as const;
export type WorldName = (typeof WORLDS)[number] | Situation;

/** Whether a query names a world. */
export function isWorld(name: string | null): name is WorldName {
  return [...WORLDS, ...SITUATION_NAMES].some((known) => known === name);
}

type Answers = { readonly [N in CallName]?: (input: Input<N>) => Output<N> | undefined };

/**
 * An engine without an engine. `full` and `empty` answer and can run the sample, `failing` refuses every call,
 * a situation is `full` with something in the way,
 * `silent` answers until `window.dispatchEvent(new Event('engine-lost'))` and again after `engine-back`, `slow` never answers.
 * After `engine-refuses` it says no to every command.
 */
export function fakeBridge(name: WorldName): Bridge {
  const world = worldOf(name);
  const listeners = new Set<(event: EngineEvent) => void>();
  const tell = (event: EngineEvent): void => listeners.forEach((listener) => listener(event));
  const answers = answersOf(world, tell);
  let isLost = false;
  let refuses = false;
  window.addEventListener('engine-lost', () => {
    isLost = true;
  });
  window.addEventListener('engine-refuses', () => {
    refuses = true;
  });
  window.addEventListener('engine-back', () => {
    isLost = false;
  });
  return {
    call<N extends CallName>(call: N, input: Input<N>): Promise<Reply<Output<N>>> {
      if (name === 'slow') return new Promise(() => undefined);
      if (isLost) return Promise.reject(new TypeError('Failed to fetch'));
      if (name === 'failing' || (refuses && call.startsWith('queue.'))) {
        return Promise.resolve({
          ok: false,
          code: 'locked',
          message: 'Another Muster (process 4127) is moving the data folder.',
        });
      }
      const answer = answers[call];
      const value = answer?.(input);
      return Promise.resolve(
        value === undefined
          ? { ok: false, code: 'not_found', message: 'There is no such job or run.' }
          : { ok: true, value: structuredClone(value) },
      );
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function worldOf(name: WorldName): World {
  if (isSituation(name)) return worldIn(name, Date.now());
  return name === 'full' || name === 'silent' ? fullWorld(Date.now()) : emptyWorld();
}

function answersOf(world: World, tell: (event: EngineEvent) => void): Answers {
  const now = Date.now();
  return {
    ...accountAnswers(world.jobs.length > 0),
    ...guidanceAnswers(),
    ...panelAnswers(world),
    ...logAnswers(world.jobs.length > 0, tell),
    'status.get': () => world.status,
    'jobs.list': () => world.jobs,
    'jobs.get': ({ jobId }) => world.jobs.find((job) => job.id === jobId),
    'jobs.runSample': () => runSample(world, tell),
    'runs.get': ({ runId }) => world.runs.find((run) => run.id === runId),
    'runs.outcomes': ({ runId }) => (runId === 218 ? outcomesOf(now) : []),
    'batches.list': ({ runId }) => {
      const batches = world.batches.get(runId) ?? [];
      return { total: batches.length, batches };
    },
    'batches.attempts': ({ batchId }) => (batchId === 152 ? [] : attemptsOf(now)),
    'throughput.list': ({ range }) => {
      const bucketMs = range === 'hour' ? 60_000 : range === 'day' ? 1_800_000 : 86_400_000;
      return { bucketMs, now: Date.now(), buckets: bucketsOf(now, bucketMs) };
    },
    'problems.list': (order) => {
      if (order.runId === 77) return manyProblems(order);
      return order.runId === 42 ? [] : problemsOf(order.code);
    },
    'holds.list': () => world.holds,
    'holds.check': ({ holdId }) => {
      if (holdId === 1)
        return { released: false, said: 'Meta still says that nobody of this business has accepted the terms' };
      const at = world.holds.findIndex(({ id }) => id === holdId);
      if (at !== -1) world.holds.splice(at, 1);
      tell({ event: 'holds.changed' });
      return { released: true, said: null };
    },
    'queue.pause': (target) => {
      pause(world, target, Date.now());
      return { changed: true };
    },
    'queue.resume': (target) => {
      resume(world, target);
      return { changed: true };
    },
    'queue.cancel': (target) => ({
      people: settle(world, (run, step) =>
        isIn(target, run.jobId, step)
          ? { pending: -step.counters.pending, reason: 'cancelled', pendingReasons: {} }
          : null,
      ),
    }),
    'queue.requeue': ({ jobId, stepId, runId, reason }) => {
      const people = settle(world, (run, step) => {
        const isMeant =
          (jobId ?? run.jobId) === run.jobId && (stepId ?? step.stepId) === step.stepId && (runId ?? run.id) === run.id;
        const count = reason ? (step.erroredReasons[reason] ?? 0) : step.counters.errored;
        const left = Object.fromEntries(
          Object.entries(step.erroredReasons).filter(([why]) => reason && why !== reason),
        );
        return isMeant && count > 0
          ? { pending: count, erroredReasons: left, pendingReasons: { queued: step.counters.pending + count } }
          : null;
      });
      return { people, gone: runId === 77 ? 12 : 0 };
    },
  };
}

interface Move {
  /** People who come into Pending, negative for those who leave it for Errored. */
  readonly pending: number;
  readonly reason?: ErroredReason;
  readonly pendingReasons: StepFacts['pendingReasons'];
  readonly erroredReasons?: StepFacts['erroredReasons'];
}

/** Moves people between Pending and Errored; the counters go on adding up. Returns how many were moved. */
function settle(world: World, moveOf: (run: RunFacts, step: StepFacts) => Move | null): number {
  let moved = 0;
  for (const run of world.runs) {
    const before = moved;
    const steps = run.steps.map((step) => {
      const move = moveOf(run, step);
      if (!move) return step;
      moved += Math.abs(move.pending);
      const errored = step.counters.errored - move.pending;
      return {
        ...step,
        counters: { ...step.counters, pending: step.counters.pending + move.pending, errored },
        pendingReasons: move.pendingReasons,
        erroredReasons: move.erroredReasons ?? {
          ...step.erroredReasons,
          ...(move.reason ? { [move.reason]: -move.pending } : {}),
        },
        retryAt: null,
        etaAt: null,
        holdIds: [],
      };
    });
    put(world.runs, { ...run, steps });
    const job = world.jobs.find(({ id }) => id === run.jobId);
    if (job?.lastRun?.id === run.id && moved > before) {
      const sum = sumOf({ ...run, steps });
      put(world.jobs, { ...job, counters: sum, state: sum.pending > 0 ? 'sending' : 'idle' });
    }
  }
  return moved;
}

/** One more pass of the sample: it reads, then settles 900 people every 100 ms; the counters balance at every moment. */
function runSample(
  world: World,
  tell: (event: EngineEvent) => void,
): { readonly jobId: number; readonly runId: number } {
  const job = fullWorld(Date.now()).jobs.find(({ isSample }) => isSample);
  const [model] = sampleRuns(Date.now());
  const [step] = model?.steps ?? [];
  if (!job || !model || !step) throw new Error('no sample');
  const runId = 100 + world.runs.length;
  const number = world.runs.filter(({ jobId }) => jobId === job.id).length + 1;
  const startedAt = Date.now();
  const show = (read: number, synced: number): void => {
    const entered = Math.round(5012 * read);
    const notSynced = Math.round(144 * read);
    const of = counters(entered, synced, notSynced, 0, true);
    const isOver = read === 1 && of.pending === 0;
    const run: RunFacts = {
      ...model,
      id: runId,
      number,
      startedAt,
      state: isOver ? 'done' : read < 1 ? 'reading' : 'sending',
      endedAt: isOver ? Date.now() : null,
      rows: { read: entered, entered, duplicates: 0, excluded: 0, unchanged: 0, unreadable: 0 },
      progress: { bytes: Math.round(612_000 * read), total: 612_000 },
      steps: [{ ...step, counters: of, pendingReasons: isOver ? {} : { sending: of.pending } }],
    };
    put(world.runs, run);
    const runs = world.runs.filter(({ jobId }) => jobId === job.id).toSorted((a, b) => b.number - a.number);
    put(world.jobs, {
      ...job,
      state: isOver ? 'idle' : read < 1 ? 'reading' : 'sending',
      counters: sumOf(run),
      lastRun: run,
      runs: runs.map((each) => ({ ...each, entered: each.rows.entered })),
    });
    tell({ event: 'run.changed', runId, jobId: job.id });
    if (isOver) return;
    setTimeout(() => (read < 1 ? show(Math.min(1, read + 0.25), 0) : show(1, Math.min(4868, synced + 900))), 100);
  };
  show(0.25, 0);
  tell({ event: 'jobs.changed' });
  return { jobId: job.id, runId };
}

function put<T extends { readonly id: number }>(all: T[], one: T): void {
  const at = all.findIndex(({ id }) => id === one.id);
  if (at === -1) all.push(one);
  else all[at] = one;
}
