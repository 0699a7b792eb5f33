import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { PendingReason } from '../../preload/contract/counters.ts';
import type { Hold, HoldReason } from '../../preload/contract/holds.ts';
import type { StepFacts } from '../../preload/contract/jobs.ts';
import type { QueueTarget } from '../../preload/contract/queue.ts';
import { type World, fullWorld } from './fake-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What can stand in the way of a queue, each as a change of the full world. */
const SITUATIONS = {
  offline(world, now) {
    everyStep(world, () => 'offline');
    world.status = {
      ...world.status,
      nextDueAt: null,
      offline: [{ host: 'graph.facebook.com', since: now - 35 * MINUTE, said: 'getaddrinfo ENOTFOUND' }],
    };
  },
  cooling(world, now) {
    const until = now + 247_000;
    everyStep(world, ({ stepId }) => (stepId === 11 || stepId === 12 ? 'throttled' : null));
    mapSteps(world, (step) => ('throttled' in step.pendingReasons ? { ...step, retryAt: until } : step));
    ofJob(world, 1, { state: 'waiting' });
    world.status = {
      ...world.status,
      accounts: world.status.accounts.map((account, place) =>
        place === 0 ? { ...account, usagePercent: 97, coolDownUntil: until } : account,
      ),
    };
  },
  'all-cooling'(world, now) {
    SITUATIONS.cooling(world, now);
    const until = world.status.accounts[0]?.coolDownUntil ?? null;
    world.status = {
      ...world.status,
      accounts: world.status.accounts.map((account) => ({ ...account, coolDownUntil: until })),
    };
  },
  holds(world, now) {
    const hold = (id: number, reason: HoldReason, over: Partial<Hold>): Hold => ({
      id,
      reason,
      scope: 'ad_account',
      account: 'act_1087542206314',
      stepIds: [11, 12],
      since: now - id * 40 * MINUTE,
      person: null,
      probeAt: null,
      expiresAt: now + 20 * DAY,
      url: null,
      code: null,
      subcode: null,
      said: null,
      found: null,
      people: 4716,
      ...over,
    });
    world.holds.splice(
      0,
      world.holds.length,
      ...world.holds.map((terms) => ({ ...terms, person: 'Marta Lindqvist' })),
      hold(2, 'settings_refused', {
        scope: 'step',
        stepIds: [11],
        code: 100,
        said: 'Invalid parameter',
        url: 'https://adsmanager.facebook.com/audiences?act=1087542206314',
      }),
      hold(3, 'token', {
        scope: 'connection',
        account: '',
        stepIds: [11, 41],
        person: 'Marta Lindqvist',
        probeAt: now + 42_000,
        expiresAt: now + 3 * DAY,
        code: 190,
        subcode: 463,
        said: 'Error validating access token: Session has expired',
        people: 19_906,
      }),
      hold(4, 'restored', { scope: 'connection', account: '', stepIds: [11, 21], people: 24_622 }),
    );
    mapSteps(world, (step) =>
      step.stepId === 11
        ? { ...step, pendingReasons: { held: step.counters.pending }, holdIds: [2, 3], retryAt: null }
        : step,
    );
  },
  'paused-job'(world, now) {
    pause(world, { scope: 'job', jobId: 1 }, now - 18 * MINUTE);
  },
  'paused-step'(world, now) {
    pause(world, { scope: 'step', stepId: 12 }, now - 18 * MINUTE);
  },
  'paused-account'(world, now) {
    pause(world, { scope: 'ad_account', account: 'act_1087542206314' }, now - 18 * MINUTE);
  },
  'paused-all'(world, now) {
    pause(world, { scope: 'everything' }, now - 18 * MINUTE);
  },
  'disk-full'(world, now) {
    world.status = { ...world.status, trouble: { kind: 'disk_full', since: now - 4 * MINUTE } };
  },
  locked(world, now) {
    world.status = { ...world.status, trouble: { kind: 'locked', since: now - MINUTE } };
  },
  halved(world, now) {
    const batches = world.batches.get(218) ?? [];
    const refused = {
      ...batches.at(-1)?.lastAttempt,
      id: 77,
      startedAt: now - 9 * MINUTE,
      ms: 800,
      bytes: 1_930_000,
      traceId: null,
      outcome: 'refused' as const,
      httpStatus: 400,
      code: 100,
      subcode: null,
      received: null,
      invalid: null,
      said: 'Invalid parameter',
    };
    world.batches.set(
      218,
      batches.map((batch) => {
        if (batch.id === 152) return { ...batch, attempts: 1, people: 4953, lastAttempt: refused };
        return batch.id === 144
          ? { ...batch, state: 'errored', attempts: 4, synced: 0, errored: 1, people: 1, lastAttempt: refused }
          : batch;
      }),
    );
  },
  many(world) {
    mapSteps(world, (step) =>
      step.stepId === 41
        ? {
            ...step,
            counters: { ...step.counters, synced: 0, entered: 12_997, exited: 12_997, errored: 12_800 },
            erroredReasons: { cancelled: 12_800 },
          }
        : step,
    );
  },
} satisfies Record<string, (world: World, now: number) => void>;

export type Situation = keyof typeof SITUATIONS;
export const SITUATION_NAMES = Object.keys(SITUATIONS) as Situation[];

/** Whether a name is that of a situation. */
export function isSituation(name: string): name is Situation {
  return Object.hasOwn(SITUATIONS, name);
}

/** The full world in that situation. */
export function worldIn(situation: Situation, now: number): World {
  const world = fullWorld(now);
  SITUATIONS[situation](world, now);
  return world;
}

/** Stops a target as the engine does: waiting people get the reason, jobs and steps the mark. */
export function pause(world: World, target: QueueTarget, now: number): void {
  world.status = { ...world.status, pauses: [...world.status.pauses, { ...target, since: now }] };
  show(world);
}

/** Ends exactly this pause. */
export function resume(world: World, target: QueueTarget): void {
  const isOther = (each: EngineStatus['pauses'][number]): boolean =>
    JSON.stringify({ ...each, since: 0 }) !== JSON.stringify({ ...target, since: 0 });
  world.status = { ...world.status, pauses: world.status.pauses.filter(isOther) };
  show(world);
}

/** Whether a target takes in a step of a job. */
export function isIn(target: QueueTarget, jobId: number, step: Pick<StepFacts, 'stepId' | 'account'>): boolean {
  switch (target.scope) {
    case 'everything':
      return true;
    case 'ad_account':
      return target.account === step.account;
    case 'job':
      return target.jobId === jobId;
    case 'step':
      return target.stepId === step.stepId;
  }
}

function show(world: World): void {
  world.runs.splice(
    0,
    world.runs.length,
    ...world.runs.map((run) => ({
      ...run,
      steps: run.steps.map((step) => {
        const isPaused = world.status.pauses.some((each) => isIn(each, run.jobId, step));
        const { sending = 0, held = 0, ...others } = step.pendingReasons;
        const waiting = Object.values(others).reduce((sum, people) => sum + people, 0);
        if (isPaused === step.isPaused) return step;
        const kept = { ...(sending > 0 ? { sending } : {}), ...(held > 0 ? { held } : {}) };
        const pendingReasons = waiting === 0 ? kept : { ...kept, [isPaused ? 'paused' : 'queued']: waiting };
        return { ...step, isPaused, pendingReasons, retryAt: null, etaAt: null };
      }),
    })),
  );
  for (const job of world.jobs) {
    const steps = world.runs.filter(({ jobId }) => jobId === job.id).flatMap((run) => run.steps);
    const isPaused = steps.length > 0 && steps.every((step) => step.isPaused);
    const isStill = steps.every(({ pendingReasons }) => Object.keys(pendingReasons).every((why) => why === 'paused'));
    const state = isStill && job.counters.pending > 0 ? 'paused' : job.state === 'paused' ? 'sending' : job.state;
    ofJob(world, job.id, { isPaused, state });
  }
}

function ofJob(world: World, id: number, over: Partial<World['jobs'][number]>): void {
  const at = world.jobs.findIndex((job) => job.id === id);
  const job = world.jobs[at];
  if (job) world.jobs[at] = { ...job, ...over };
}

function mapSteps(world: World, change: (step: StepFacts) => StepFacts): void {
  world.runs.splice(0, world.runs.length, ...world.runs.map((run) => ({ ...run, steps: run.steps.map(change) })));
}

/** Everybody who waits in a step waits for one reason. */
function everyStep(world: World, reasonOf: (step: StepFacts) => PendingReason | null): void {
  mapSteps(world, (step) => {
    const reason = step.counters.pending === 0 || step.holdIds.length > 0 ? null : reasonOf(step);
    return reason === null
      ? step
      : { ...step, pendingReasons: { [reason]: step.counters.pending }, retryAt: null, etaAt: null };
  });
  for (const job of world.jobs) if (job.state === 'sending') ofJob(world, job.id, { state: 'offline' });
}
