import { FileWarning } from 'lucide-react';

import type { Hold } from '../../preload/contract/holds.ts';
import type { JobDetail, RunFacts } from '../../preload/contract/jobs.ts';
import { Answers } from '../analytics/answers.tsx';
import { Paces } from '../analytics/paces.tsx';
import { Quota } from '../analytics/quota.tsx';
import { Throughput } from '../analytics/throughput.tsx';
import { useFigures } from '../clock.ts';
import { Needs } from '../home/needs.tsx';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { CoolDown } from './cool-down.tsx';
import { Flow } from './flow.tsx';
import { Outcomes } from './outcomes.tsx';
import { ReadingProgress, RowsSum } from './rows-read.tsx';
import { StepLedger } from './step-ledger.tsx';

import styles from './live.module.css';

interface LiveProps {
  readonly job: JobDetail;
  readonly run: RunFacts;
  readonly holds: readonly Hold[];
}

/** The funnel of a run as it moves: what waits for a person, the ledgers, the pace, what Meta answered. */
export function Live({ job, run, holds }: LiveProps) {
  const { t } = useTexts();
  const { moment, duration } = useFigures();
  const holdIds = new Set(run.steps.flatMap((step) => step.holdIds));
  const mine = holds.filter((hold) => holdIds.has(hold.id));
  const accounts = [...new Set(run.steps.map((step) => step.account))];
  return (
    <>
      {mine.length > 0 && (
        <div className={styles['needs']}>
          <Needs holds={mine} />
        </div>
      )}
      <CoolDown run={run} />
      <SectionHead
        isFirst
        title={t('ui.run.number', { number: run.number })}
        note={
          run.endedAt === null
            ? t('ui.run.started', { time: moment(run.startedAt) })
            : t('ui.run.took', { time: moment(run.startedAt), wait: duration(run.endedAt - run.startedAt) })
        }
        end={<RowsSum rows={run.rows} />}
      />
      {run.failure !== null && (
        <div className={styles['failure']}>
          <Banner family="warn" icon={FileWarning} title={t('ui.run.failure')}>
            {run.failure} {t('ui.run.failure.safe')}
          </Banner>
        </div>
      )}
      {run.state === 'reading' && <ReadingProgress progress={run.progress} />}
      {run.steps.map((step, place) => (
        <div key={step.stepId}>
          <StepLedger job={job} run={run} step={step} holds={mine} isLast={place === run.steps.length - 1} />
          {place < run.steps.length - 1 && <Flow people={step.counters.proceeded} toStep={step.position + 1} />}
        </div>
      ))}
      <div className={styles['columns']}>
        <div>
          <Throughput jobId={job.id} />
          <Paces jobId={job.id} />
          <Answers jobId={job.id} />
        </div>
        <aside aria-label={t('ui.quota')}>
          <Quota accounts={accounts} />
        </aside>
      </div>
      <Outcomes run={run} />
    </>
  );
}
