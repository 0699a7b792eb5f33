import { createInterface } from 'node:readline/promises';

import type { QueueTarget, RequeueOrder } from '../../preload/contract/queue.ts';
import { text } from '../../preload/messages/text.ts';
import type { Engine } from '../engine/engine.ts';
import { openHost } from '../host.ts';
import { ask } from './follow.ts';
import { CommandError, EXIT, number, print, say } from './output.ts';
import type { CommonOptions } from './program.ts';

/** What a pause, a resume or a cancel is about; exactly one is given. */
export interface TargetOptions extends CommonOptions {
  readonly job?: number;
  readonly step?: number;
  readonly account?: string;
  readonly all: boolean;
}

/** Stops reading and sending of a target until it is resumed; uses up nothing of what waits. */
export async function pauseCommand(options: TargetOptions): Promise<number> {
  const target = targetOf('pause', options);
  return withEngine(options, async (engine) => {
    const { changed } = await ask(engine, 'queue.pause', target);
    print(options.json, { event: 'pause', ...target, changed }, () => [
      `${pausedText(target)}${changed ? '' : ` ${text('cli.pause.already')}`}`,
    ]);
    return EXIT.done;
  });
}

/** Ends the pause of exactly this target, and tells which others stand. */
export async function resumeCommand(options: TargetOptions): Promise<number> {
  const target = targetOf('resume', options);
  return withEngine(options, async (engine) => {
    const { changed } = await ask(engine, 'queue.resume', target);
    const others = await pauseLines(engine, null);
    print(options.json, { event: 'resume', ...target, changed }, () => [
      text(changed ? 'cli.resumed' : 'cli.resume.not', { target: targetText(target) }),
      ...others,
    ]);
    return EXIT.done;
  });
}

/** Ends what is pending of a target as Errored, after having asked. */
export async function cancelCommand(options: TargetOptions & { readonly yes: boolean }): Promise<number> {
  const target = targetOf('cancel', options);
  return withEngine(options, async (engine) => {
    if (!options.yes && !(await isSure(engine, target))) {
      say(text('cli.cancel.not'));
      return EXIT.interrupted;
    }
    const { people } = await ask(engine, 'queue.cancel', target);
    print(options.json, { event: 'cancel', ...target, people }, () => [
      text('cli.cancelled', {
        target: targetText(target),
        count: number.format(people),
        options: `${'account' in target || target.scope === 'everything' ? '' : `${optionOf(target)} `}--reason cancelled`,
      }),
    ]);
    return EXIT.done;
  });
}

/** Asks on the terminal; anything but yes is no. Throws CommandError when there is none. */
async function isSure(engine: Engine, target: QueueTarget): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CommandError(text('cli.cancel.unasked', { target: targetText(target) }));
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const count = number.format(await pendingOf(engine, target));
    const answer = await asked.question(text('cli.cancel.ask', { target: targetText(target), count }));
    return /^(?:y|yes|o|oui)$/i.test(answer.trim());
  } finally {
    asked.close();
  }
}

/** People that wait, one a step; of the newest run of each job. */
async function pendingOf(engine: Engine, target: QueueTarget): Promise<number> {
  if (target.scope === 'everything') return (await ask(engine, 'status.get', {})).pending;
  let people = 0;
  for (const { id, lastRun } of await ask(engine, 'jobs.list', {})) {
    if (!lastRun) continue;
    const { steps } = await ask(engine, 'runs.get', { runId: lastRun.id });
    for (const { stepId, account, counters } of steps) {
      const isMeant =
        target.scope === 'job'
          ? id === target.jobId
          : target.scope === 'step'
            ? stepId === target.stepId
            : account === target.account;
      if (isMeant) people += counters.pending;
    }
  }
  return people;
}

export interface RequeueOptions extends CommonOptions {
  readonly job?: number;
  readonly step?: number;
  readonly run?: number;
  readonly batch?: number;
  readonly reason?: NonNullable<RequeueOrder['reason']>;
}

/** Queues Errored people again; whoever sends from the data folder, now or later, sends them. */
export async function requeueCommand(options: RequeueOptions): Promise<number> {
  const { job: jobId, step: stepId, run: runId, batch: batchId, reason } = options;
  const order: RequeueOrder = { jobId, stepId, runId, batchId, reason };
  if (Object.values(order).every((value) => value === undefined)) {
    throw new CommandError(text('cli.requeue.missing'));
  }
  return withEngine(options, async (engine) => {
    const { people, gone } = await ask(engine, 'queue.requeue', order);
    print(options.json, { event: 'requeue', ...order, people, gone }, () => [
      ...(people > 0 ? [text('cli.requeued', { count: number.format(people) })] : []),
      ...(gone > 0 ? [text('cli.requeue.gone', { count: number.format(gone) })] : []),
      ...(people + gone === 0 ? [text('cli.requeue.none')] : []),
    ]);
    return EXIT.done;
  });
}

async function withEngine({ data }: CommonOptions, work: (engine: Engine) => Promise<number>): Promise<number> {
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    return await work(engine);
  } finally {
    await close();
  }
}

function targetOf(command: string, { job, step, account, all }: TargetOptions): QueueTarget {
  const targets: readonly QueueTarget[] = [
    ...(job === undefined ? [] : [{ scope: 'job', jobId: job } as const]),
    ...(step === undefined ? [] : [{ scope: 'step', stepId: step } as const]),
    ...(account === undefined ? [] : [{ scope: 'ad_account', account } as const]),
    ...(all ? [{ scope: 'everything' } as const] : []),
  ];
  const [target] = targets;
  if (!target) throw new CommandError(text('cli.target.missing', { command }));
  if (targets.length > 1) throw new CommandError(text('cli.target.several'));
  return target;
}

function targetText(target: QueueTarget): string {
  return text(`queue.target.${target.scope}`, { id: String(idOf(target) ?? '') });
}

/** That a target is paused, and the command that ends it. */
function pausedText(target: QueueTarget, key = 'cli.paused'): string {
  return text(key, { target: targetText(target), option: optionOf(target) });
}

/** Every pause that stands in the way of a job, or (null) of anything, and how it ends. */
export async function pauseLines(engine: Engine, jobId: number | null): Promise<readonly string[]> {
  const { pauses } = await ask(engine, 'status.get', {});
  const job = jobId === null ? null : await ask(engine, 'jobs.get', { jobId });
  const isMeant = (pause: QueueTarget): boolean => {
    switch (pause.scope) {
      case 'everything':
        return true;
      case 'ad_account':
        return pause.account === job?.account;
      case 'job':
        return pause.jobId === jobId;
      case 'step':
        return job?.steps.some(({ id }) => id === pause.stepId) ?? false;
    }
  };
  return pauses
    .filter((pause) => job === null || isMeant(pause))
    .map((pause) => pausedText(pause, pause.reason === 'disconnected' ? 'cli.paused.disconnected' : 'cli.paused'));
}

function idOf(target: QueueTarget): string | number | null {
  switch (target.scope) {
    case 'everything':
      return null;
    case 'ad_account':
      return target.account;
    case 'job':
      return target.jobId;
    case 'step':
      return target.stepId;
  }
}

function optionOf(target: QueueTarget): string {
  switch (target.scope) {
    case 'everything':
      return '--all';
    case 'ad_account':
      return `--account ${target.account}`;
    case 'job':
      return `--job ${target.jobId}`;
    case 'step':
      return `--step ${target.stepId}`;
  }
}
