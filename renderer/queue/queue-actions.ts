import { useQueryClient } from '@tanstack/react-query';
import { Ban, CirclePause, CirclePlay, CircleX, Play, RotateCcw, Undo2 } from 'lucide-react';

import type { QueueTarget, RequeueOrder } from '../../preload/contract/queue.ts';
import { useFigures } from '../clock.ts';
import { EngineRefusal, useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import type { Toast } from '../moments.ts';
import { useTexts } from '../text.ts';
import { targetKey } from './target.ts';

/** From here on it is asked before people are queued again: so many take minutes of an ad account's quota. */
const MANY = 10_000;
const STALE = ['status', 'jobs', 'job', 'run', 'batches', 'holds', 'pending'];

/** What a person can do to the queue. Each says in a toast what came of it, with the way back where there is one; `name` stands in it. */
export interface QueueActions {
  readonly pause: (target: QueueTarget, name: string) => void;
  readonly resume: (target: QueueTarget, name: string) => void;
  /** At once; the question comes before, see moments.ts. */
  readonly cancel: (target: QueueTarget, name: string) => void;
  /** Asks first when it is about many people. */
  readonly requeue: (order: RequeueOrder, people: number, name: string) => void;
  readonly requeueAtOnce: (order: RequeueOrder, name: string) => void;
  /** Lets go on what a person has looked through; the toast comes when the hold is gone. */
  readonly release: (holdId: number) => void;
}

/** Commands to the queue, for any part of the page. */
export function useQueueActions(): QueueActions {
  const { t } = useTexts();
  const { number } = useFigures();
  const call = useAsk();
  const client = useQueryClient();
  const showToast = useMoments((now) => now.showToast);
  const ask = useMoments((now) => now.ask);

  /** Runs one command; `done` makes the toast of its answer. A silent engine is the frame's business. */
  const run = (key: string, command: () => Promise<Omit<Toast, 'key'> | null>): void => {
    command()
      .then((toast) => {
        if (toast) showToast({ key, ...toast });
      })
      .catch((error: unknown) => {
        if (!(error instanceof EngineRefusal)) return;
        showToast({ key, family: 'bad', icon: CircleX, title: t('ui.toast.refused'), text: error.message });
      })
      .finally(() => void Promise.all(STALE.map((noun) => client.invalidateQueries({ queryKey: [noun] }))));
  };

  const pause: QueueActions['pause'] = (target, name) =>
    run(`pause ${targetKey(target)}`, async () => {
      await call('queue.pause', target);
      return {
        family: 'off',
        icon: CirclePause,
        title: t('ui.toast.paused', { name }),
        text: t('ui.toast.paused.text'),
        action: { label: t('ui.resume'), icon: Play, onPress: () => resume(target, name) },
      };
    });

  const resume: QueueActions['resume'] = (target, name) =>
    run(`pause ${targetKey(target)}`, async () => {
      await call('queue.resume', target);
      return { family: 'pending', icon: CirclePlay, title: t('ui.toast.resumed', { name }) };
    });

  const requeueAtOnce: QueueActions['requeueAtOnce'] = (order, name) =>
    run('requeue', async () => {
      const { people, gone } = await call('queue.requeue', order);
      const said = gone > 0 ? t('ui.toast.gone', { count: number(gone), many: gone }) : undefined;
      return people === 0
        ? { family: 'warn', icon: CircleX, title: t('ui.toast.requeued.none'), text: said }
        : {
            family: 'pending',
            icon: RotateCcw,
            title: t('ui.toast.requeued', { count: number(people), many: people }),
            text: [name, said].filter(Boolean).join('. '),
          };
    });

  return {
    pause,
    resume,
    requeueAtOnce,
    cancel: (target, name) =>
      run(`cancel ${targetKey(target)}`, async () => {
        const { people } = await call('queue.cancel', target);
        const again = undoOf(target);
        return {
          family: 'off',
          icon: Ban,
          title: t('ui.toast.cancelled', { count: number(people), many: people }),
          text: name,
          action:
            again && people > 0
              ? { label: t('ui.toast.undo'), icon: Undo2, onPress: () => requeueAtOnce(again, name) }
              : undefined,
        };
      }),
    requeue(order, people, name) {
      if (people > MANY) ask({ kind: 'requeue', order, people, name });
      else requeueAtOnce(order, name);
    },
    release: (holdId) =>
      run(`hold ${holdId}`, async () => {
        await call('holds.check', { holdId });
        return null;
      }),
  };
}

/** Queues again what a cancel ended; null where it would reach further than the cancel did. */
function undoOf(target: QueueTarget): RequeueOrder | null {
  if (target.scope === 'job') return { jobId: target.jobId, reason: 'cancelled' };
  return target.scope === 'step' ? { stepId: target.stepId, reason: 'cancelled' } : null;
}
