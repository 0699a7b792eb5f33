import { useQueryClient } from '@tanstack/react-query';
import { CircleX, Play, Trash2, Undo2 } from 'lucide-react';

import type { Input } from '../../preload/contract/contract.ts';
import type { JobSettings } from '../../preload/contract/jobs.ts';
import type { AudienceChoice } from '../../preload/contract/wizard.ts';
import { useFigures } from '../clock.ts';
import { EngineRefusal, useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import type { Toast } from '../moments.ts';
import { jobHref, wizardHref } from '../route.ts';
import { useTexts } from '../text.ts';

const STALE = ['status', 'jobs', 'job', 'run', 'holds', 'drafts'];

interface Named {
  readonly id: number;
  readonly name: string;
}
type Step = JobSettings['steps'][number];

/** What a person can do to a job. Each says in a toast what came of it, with the way back where there is one. */
export interface JobActions {
  /** Runs it now, and shows that run. */
  readonly runNow: (job: Named) => void;
  /** Opens a draft with the same settings. */
  readonly duplicate: (job: Named) => void;
  /** Takes it away with who waits in it, and shows the list of jobs. */
  readonly remove: (job: Named) => void;
  /** Resolves when it is stored; what the engine refuses is thrown. */
  readonly change: (change: Input<'jobs.change'>) => Promise<void>;
  readonly addStep: (step: Input<'steps.add'>) => Promise<void>;
  readonly moveStep: (stepId: number, place: number) => void;
  readonly matchBy: (stepId: number, keys: readonly string[] | null) => void;
  readonly removeStep: (job: Named, step: Step, place: number) => void;
}

/** Commands to jobs, for any part of the page. */
export function useJobActions(): JobActions {
  const { t } = useTexts();
  const { number } = useFigures();
  const call = useAsk();
  const client = useQueryClient();
  const showToast = useMoments((now) => now.showToast);

  const renew = (): Promise<unknown> =>
    Promise.all(STALE.map((noun) => client.invalidateQueries({ queryKey: [noun] })));

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
      .finally(() => void renew());
  };

  const restore = ({ id, name }: Named, people: number): void =>
    run(`job ${id}`, async () => {
      await call('jobs.restore', { jobId: id });
      if (people > 0) await call('queue.requeue', { jobId: id, reason: 'cancelled' });
      return {
        family: 'off',
        icon: Undo2,
        title: t('job.toast.restored', { name }),
        action: {
          label: t('job.open'),
          icon: Play,
          onPress: () => {
            window.location.hash = jobHref(id);
          },
        },
      };
    });

  return {
    runNow: ({ id, name }) =>
      run(`job ${id}`, async () => {
        const { isNew } = await call('runs.start', { jobId: id });
        // The new run has to be in the list before the page turns to it.
        await renew();
        window.location.hash = jobHref(id);
        return {
          family: 'pending',
          icon: Play,
          title: t(isNew ? 'job.toast.started' : 'job.toast.underWay', { name }),
        };
      }),
    duplicate: ({ id }) =>
      run(`job ${id}`, async () => {
        const { draftId } = await call('jobs.duplicate', { jobId: id });
        window.location.hash = wizardHref('review', draftId);
        return null;
      }),
    remove: (job) =>
      run(`job ${job.id}`, async () => {
        const { people } = await call('jobs.delete', { jobId: job.id });
        window.location.hash = '#/jobs';
        return {
          family: 'off',
          icon: Trash2,
          title: t('job.toast.deleted', { name: job.name }),
          text: people > 0 ? t('ui.toast.cancelled', { count: number(people), many: people }) : undefined,
          action: { label: t('ui.toast.undo'), icon: Undo2, onPress: () => restore(job, people) },
        };
      }),
    async change(change) {
      await call('jobs.change', change);
      await renew();
    },
    async addStep(step) {
      await call('steps.add', step);
      await renew();
    },
    moveStep: (stepId, place) =>
      run(`step ${stepId}`, async () => {
        await call('steps.move', { stepId, place });
        return null;
      }),
    matchBy: (stepId, keys) =>
      run(`step ${stepId}`, async () => {
        await call('steps.change', { stepId, keys: keys && [...keys] });
        return null;
      }),
    removeStep: (job, step, place) =>
      run(`step ${step.id}`, async () => {
        await call('steps.remove', { stepId: step.id });
        const undo = (): void =>
          run(`step ${step.id}`, async () => {
            const { account, action, keys } = step;
            const audience = choiceOf(step.audience);
            await call('steps.add', { jobId: job.id, account, audience, action, keys: keys && [...keys], place });
            return null;
          });
        return {
          family: 'off',
          icon: Trash2,
          title: t('job.toast.stepOut', { audience: step.audience.name }),
          text: t('job.toast.stepOut.text'),
          action: { label: t('ui.toast.undo'), icon: Undo2, onPress: undo },
        };
      }),
  };
}

/** The engine knows an audience that is still to be made by its name, with all that was said of it. */
function choiceOf({ id, name, isValueBased }: Step['audience']): AudienceChoice {
  if (id !== null) return { kind: 'existing', id, name, isValueBased };
  return {
    kind: 'new',
    name,
    isValueBased,
    description: '',
    fileSource: 'USER_PROVIDED_ONLY',
    labels: [],
    isExclusionOnly: false,
  };
}
