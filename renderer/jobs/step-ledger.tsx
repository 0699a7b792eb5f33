import { Ban, CirclePause, CircleX, Clock, Gauge, Hand, Pause as PauseIcon, Play, WifiOff } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

import type { Hold } from '../../preload/contract/holds.ts';
import type { JobSummary, RunFacts, StepFacts } from '../../preload/contract/jobs.ts';
import { Ledger } from '../analytics/ledger.tsx';
import { useFigures, useNow } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useBatches, useStatus } from '../queries.ts';
import { useQueueActions } from '../queue/queue-actions.ts';
import { pauseOf } from '../queue/target.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Keys } from '../ui/keys.tsx';
import { Menu } from '../ui/menu.tsx';
import { AudienceLine } from './audience-line.tsx';
import { stopOf, useReasons } from './reasons.ts';
import { Requeue } from './requeue.tsx';
import type { Stop } from './status.ts';
import { Why } from './why.tsx';

import styles from './step-ledger.module.css';

interface StepLedgerProps {
  readonly job: JobSummary;
  readonly run: RunFacts;
  readonly step: StepFacts;
  /** The holds that stop anything of this run. */
  readonly holds: readonly Hold[];
  readonly isLast: boolean;
}

const STOPS: Readonly<Record<Stop, LucideIcon>> = {
  held: Hand,
  paused: CirclePause,
  offline: WifiOff,
  throttled: Gauge,
};
// As many as fit beside the name of an audience at 1280; the fields tab lists all.
const MOST_KEYS = 6;

/** One step: what it does to which audience, its seven counters, and why people wait or errored. */
export function StepLedger({ job, run, step, holds, isLast }: StepLedgerProps) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const { counters, position, audience } = step;
  const title = t(`ui.step.${step.action}`, { audience: audience.name });
  const held = step.pendingReasons.held ?? 0;
  const share = (count: number): string => percent(count, counters.entered, 1);
  const batches = jobHref(job.id, { tab: 'batches', runId: run.id });
  const problems = jobHref(job.id, { tab: 'problems', runId: run.id });
  return (
    <section data-step={position} aria-label={t('ui.step', { step: position })}>
      <div className={styles['head']}>
        <span className={styles['number']}>{position}</span>
        <h3>{title}</h3>
        {step.isPaused && <Chip status={{ family: 'off', icon: CirclePause, label: t('ui.state.paused') }} />}
        <span className={styles['keys']}>
          {t('ui.step.matches')} <Keys keys={step.keys.slice(0, MOST_KEYS)} />{' '}
          {step.keys.length > MOST_KEYS && (
            <abbr className={styles['more']} title={step.keys.slice(MOST_KEYS).join(', ')}>
              {t('ui.step.moreKeys', { count: step.keys.length - MOST_KEYS })}
            </abbr>
          )}
        </span>
        <span
          className={styles['end']}
          title={audience.id === null ? undefined : t('ui.step.audienceId', { id: audience.id })}
        >
          {step.accountName ?? step.account}
          <StepMenu job={job} step={step} />
        </span>
      </div>
      <Ledger
        label={title}
        counters={counters}
        held={held}
        notes={{
          entered: position === 1 ? t('ui.note.fromSource') : t('ui.note.fromStep', { step: position - 1 }),
          synced: share(counters.synced),
          not_synced: share(counters.not_synced),
          pending: share(counters.pending),
          errored: share(counters.errored),
          proceeded: isLast ? t('ui.note.lastStep') : t('ui.note.toStep', { step: position + 1 }),
          exited: isLast ? t('ui.note.endOfJob') : t('ui.note.notLastStep'),
        }}
        hrefs={{ entered: batches, synced: batches, pending: batches, not_synced: problems, errored: problems }}
      >
        <PausedWhy step={step} job={job} />
        {counters.pending > 0 && <PendingWhy run={run} step={step} holds={holds} />}
        {counters.errored > 0 && <ErroredWhy run={run} step={step} title={title} />}
      </Ledger>
      <AudienceLine audience={audience} />
    </section>
  );
}

function PendingWhy({ run, step, holds }: Pick<StepLedgerProps, 'run' | 'step' | 'holds'>) {
  const { t } = useTexts();
  const reasons = useReasons();
  const now = useNow(step.retryAt === null ? 0 : 1000);
  const batches = useBatches(run.id).data ?? [];
  const isHeld = (step.pendingReasons.held ?? 0) > 0;
  const stop = isHeld ? 'held' : stopOf(step);
  return (
    <Why
      look={stop === 'held' ? 'held' : stop === 'paused' ? 'off' : 'pending'}
      icon={stop ? STOPS[stop] : Clock}
      title={t('ui.why.pending', { count: step.counters.pending })}
      text={reasons.pending(step, { holds, batches, now })}
    />
  );
}

function ErroredWhy({ run, step, title }: Pick<StepLedgerProps, 'run' | 'step'> & { readonly title: string }) {
  const { t } = useTexts();
  const reasons = useReasons();
  return (
    <Why
      look="errored"
      icon={CircleX}
      title={t('ui.why.errored', { count: step.counters.errored })}
      text={reasons.errored(step)}
      action={<Requeue run={run} step={step} name={title} />}
    />
  );
}

/** A pause of this very step. Pauses of the job, its ad account or everything stand above the page. */
function PausedWhy({ step, job }: { readonly step: StepFacts; readonly job: JobSummary }) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const { data: status } = useStatus();
  const { resume } = useQueueActions();
  const target = { scope: 'step', stepId: step.stepId } as const;
  const pause = pauseOf(status?.pauses ?? [], target);
  const name = t('ui.name.step', { step: step.position, name: job.name });
  return pause ? (
    <Why
      look="off"
      icon={CirclePause}
      title={t('ui.paused.step', { time: moment(pause.since) })}
      text={t('ui.paused.means.step')}
      action={
        <Button size="small" icon={Play} onPress={() => resume(target, name)}>
          {t('ui.resume')}
        </Button>
      }
    />
  ) : null;
}

function StepMenu({ job, step }: { readonly job: JobSummary; readonly step: StepFacts }) {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const { pause, resume } = useQueueActions();
  const ask = useMoments((now) => now.ask);
  const target = { scope: 'step', stepId: step.stepId } as const;
  const isPaused = pauseOf(status?.pauses ?? [], target) !== undefined;
  const name = t('ui.name.step', { step: step.position, name: job.name });
  return (
    <Menu
      size="small"
      label={t('ui.more.of', { name: t('ui.step', { step: step.position }) })}
      items={[
        isPaused
          ? { icon: Play, label: t('ui.resume'), onChoose: () => resume(target, name) }
          : { icon: PauseIcon, label: t('ui.pause.step'), onChoose: () => pause(target, name) },
        {
          icon: Ban,
          label: t('ui.cancel.open'),
          isHarmful: true,
          onChoose: () => ask({ kind: 'cancel', target, name, isReading: job.state === 'reading', hasSteps: false }),
        },
      ]}
    />
  );
}
