import { Ban, CircleCheck, CirclePause, Copy, Pause as PauseIcon, Pencil, Play, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { JobDetail } from '../../preload/contract/jobs.ts';
import { useFigures, useNow } from '../clock.ts';
import { Screen } from '../frame/screen.tsx';
import { useMoments } from '../moments.ts';
import { useHolds, useJob, useRun, useRunSample, useStatus } from '../queries.ts';
import { PauseNotice } from '../queue/pause-notice.tsx';
import { useQueueActions } from '../queue/queue-actions.ts';
import { pauseOf } from '../queue/target.ts';
import { jobHref } from '../route.ts';
import type { Route } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Menu } from '../ui/menu.tsx';
import type { MenuItem } from '../ui/menu.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SandboxChip } from '../ui/sandbox-chip.tsx';
import { Batches } from './batches.tsx';
import { CounterAnnouncer } from './counter-announcer.tsx';
import { Fields } from './fields.tsx';
import { useJobActions } from './job-actions.ts';
import { JobSettings } from './job-settings.tsx';
import { JobTabs } from './job-tabs.tsx';
import { Live } from './live.tsx';
import { Person } from './person.tsx';
import { Problems } from './problems.tsx';
import { RunPicker } from './run-picker.tsx';
import { Runs } from './runs.tsx';
import { useStatuses } from './status.ts';

export type JobRoute = Extract<Route, { screen: 'job' }>;

/** One job: its live funnel, batches, row problems and fields, for the newest run or the one in the address. */
export function JobScreen({ route }: { readonly route: JobRoute }) {
  const { t } = useTexts();
  const job = useJob(route.jobId);
  if (job.data) return <JobPage job={job.data} route={route} />;
  const toAll = (
    <ButtonLink kind="primary" href="#/jobs">
      {t('ui.jobs.all')}
    </ButtonLink>
  );
  return (
    <Screen title={t('ui.job.number', { id: route.jobId })} crumbs={<Crumbs />}>
      <Read of={job} rows={6} failed={t('ui.job.failed')} wayOut={toAll}>
        {() => null}
      </Read>
    </Screen>
  );
}

function JobPage({ job, route }: { readonly job: JobDetail; readonly route: JobRoute }) {
  const { t } = useTexts();
  const statuses = useStatuses();
  const holds = useHolds().data ?? [];
  const sample = useRunSample((started) => {
    window.location.hash = jobHref(started.jobId);
  });
  const runId = route.runId ?? job.runs[0]?.id ?? null;
  const isHeld = holds.some(({ stepIds }) => job.steps.some((step) => stepIds.includes(step.id)));
  const isMoving = job.state === 'reading' || job.state === 'sending';
  return (
    <Screen
      title={job.name}
      crumbs={<Crumbs account={job.accountName ?? job.account} nextRunAt={job.nextRunAt} />}
      chips={
        <>
          {job.isSandbox && <SandboxChip />}
          <Chip status={statuses.job(job)} />
          {job.isPaused && !statuses.saysPaused(job) && (
            <Chip status={{ family: 'off', icon: CirclePause, label: t('ui.state.paused') }} />
          )}
        </>
      }
      actions={
        <>
          {job.runs.length > 1 && <RunPicker job={job} runId={runId} tab={route.tab} />}
          <PauseButton job={job} />
          {route.tab !== 'settings' && (
            <ButtonLink icon={Pencil} href={jobHref(job.id, { tab: 'settings' })} testId="edit-job">
              {t('job.edit')}
            </ButtonLink>
          )}
          {!job.isSample && <RunButton job={job} isPrimary={!isHeld && route.tab !== 'settings'} />}
          {job.isSample && (
            <Button
              kind={isHeld || route.tab === 'settings' ? 'secondary' : 'primary'}
              icon={RotateCcw}
              shortcut="r"
              testId="run-sample"
              isDisabled={isMoving || sample.isPending}
              title={isMoving ? t('ui.sample.moving') : t('ui.sample.key')}
              onPress={sample.run}
            >
              {t('ui.sample.again')}
            </Button>
          )}
          <JobMenu job={job} runId={runId} />
        </>
      }
      notices={<PauseNotices job={job} />}
      tabs={runId === null ? undefined : <JobTabs jobId={job.id} runId={runId} route={route} />}
      isSplit={runId !== null && route.tab === 'problems'}
    >
      <RefusalBanner error={sample.error} />
      {runId === null && route.tab === 'settings' ? (
        <JobSettings key={job.id} job={job} />
      ) : runId === null ? (
        <Empty title={t('ui.job.noRun')}>
          <p>{t('ui.job.noRun.text', { source: job.sourceName })}</p>
        </Empty>
      ) : (
        <RunPart job={job} runId={runId} route={route} />
      )}
    </Screen>
  );
}

/** Pauses that stop the whole job; one of everything stands above every screen, one of a step with its step. */
function PauseNotices({ job }: { readonly job: JobDetail }) {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const pauses = status?.pauses ?? [];
  const ofJob = pauseOf(pauses, { scope: 'job', jobId: job.id });
  const ofAccount = pauseOf(pauses, { scope: 'ad_account', account: job.account });
  return (
    <>
      {ofJob && <PauseNotice pause={ofJob} name={t('ui.name.quoted', { name: job.name })} hasResume />}
      {ofAccount && <PauseNotice pause={ofAccount} name={job.accountName ?? job.account} />}
    </>
  );
}

function PauseButton({ job }: { readonly job: JobDetail }) {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const { pause, resume } = useQueueActions();
  const target = { scope: 'job', jobId: job.id } as const;
  const isPaused = pauseOf(status?.pauses ?? [], target) !== undefined;
  const name = t('ui.name.quoted', { name: job.name });
  return (
    <Button
      icon={isPaused ? Play : PauseIcon}
      shortcut="p"
      testId="pause-job"
      title={t('ui.pause.key')}
      onPress={() => (isPaused ? resume : pause)(target, name)}
    >
      {t(isPaused ? 'ui.resume' : 'ui.pause')}
    </Button>
  );
}

function RunButton({ job, isPrimary }: { readonly job: JobDetail; readonly isPrimary: boolean }) {
  const { t } = useTexts();
  const { runNow } = useJobActions();
  const { lastRun, isRepeatable, id } = job;
  const isUnderWay = lastRun?.state === 'reading' || lastRun?.state === 'sending';
  const why = isUnderWay ? t('job.run.moving') : isRepeatable ? t('job.run.key') : t('job.run.once');
  const name = t('ui.name.quoted', { name: job.name });
  return (
    <Button
      kind={isPrimary && isRepeatable && !isUnderWay ? 'primary' : 'secondary'}
      icon={Play}
      shortcut="r"
      testId="run-job"
      isDisabled={isUnderWay || !isRepeatable}
      title={why}
      onPress={() => runNow({ id, name })}
    >
      {t('job.run')}
    </Button>
  );
}

function JobMenu({ job, runId }: { readonly job: JobDetail; readonly runId: number | null }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { requeue } = useQueueActions();
  const { duplicate, remove } = useJobActions();
  const [isDeleting, setDeleting] = useState(false);
  const ask = useMoments((now) => now.ask);
  const { data: run } = useRun(runId);
  const name = t('ui.name.quoted', { name: job.name });
  const errored = run?.steps.reduce((sum, { counters }) => sum + counters.errored, 0) ?? 0;
  const items: readonly MenuItem[] = [
    ...(run && errored > 0
      ? [
          {
            icon: RotateCcw,
            label: t('ui.requeue.run', { count: number(errored), run: run.number }),
            onChoose: () => requeue({ jobId: job.id, runId: run.id }, errored, name),
          },
        ]
      : []),
    ...(job.state === 'idle'
      ? []
      : [
          {
            icon: Ban,
            label: t('ui.cancel.open'),
            isHarmful: true,
            onChoose: () =>
              ask({
                kind: 'cancel',
                target: { scope: 'job', jobId: job.id },
                name,
                isReading: job.state === 'reading',
                hasSteps: job.steps.length > 1,
              }),
          },
        ]),
    { icon: Copy, label: t('job.duplicate'), onChoose: () => duplicate({ id: job.id, name }) },
    {
      icon: Trash2,
      label: t('job.delete'),
      isHarmful: true,
      // What rests is given back whole by the toast's undo; who waits is not, so it is asked before.
      onChoose: () => (job.state === 'idle' ? remove({ id: job.id, name }) : setDeleting(true)),
    },
  ];
  return (
    <>
      <Menu label={t('ui.more.of', { name: job.name })} items={items} testId="job-menu" />
      {isDeleting && (
        <Confirm
          title={t('job.delete.title', { name })}
          facts={[
            { icon: Ban, family: 'bad', text: t('job.delete.fact.pending') },
            { icon: CircleCheck, family: 'ok', text: t('job.delete.fact.synced') },
          ]}
          act={{ label: t('job.delete'), icon: Trash2, isHarmful: true }}
          keep={t('job.delete.keep')}
          onAct={() => remove({ id: job.id, name })}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}

function RunPart({ job, runId, route }: { readonly job: JobDetail; readonly runId: number; readonly route: JobRoute }) {
  const { t } = useTexts();
  const run = useRun(runId);
  const holds = useHolds().data ?? [];
  return (
    <Read of={run} rows={8} failed={t('ui.run.failed')}>
      {(facts) => {
        if (route.tab === 'batches') return <Batches run={facts} />;
        if (route.tab === 'problems')
          return <Problems run={facts} file={job.sourceName} code={route.code} keepsRun={route.runId !== null} />;
        if (route.tab === 'person') return <Person key={job.id} job={job} />;
        if (route.tab === 'runs') return <Runs key={job.id} job={job} />;
        if (route.tab === 'fields') return <Fields job={job} run={facts} />;
        if (route.tab === 'settings') return <JobSettings key={job.id} job={job} />;
        return (
          <>
            <CounterAnnouncer run={facts} />
            <Live job={job} run={facts} holds={holds} />
          </>
        );
      }}
    </Read>
  );
}

interface CrumbsProps {
  readonly account?: string;
  readonly nextRunAt?: number | null;
}

/** The way up, whose job it is, and when it runs by itself. */
function Crumbs({ account, nextRunAt = null }: CrumbsProps) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const now = useNow(nextRunAt === null ? 0 : 60_000);
  return (
    <>
      <a href="#/jobs">{t('ui.jobs')}</a>
      {account !== undefined && ` / ${account}`}
      {nextRunAt !== null &&
        ` · ${t('job.nextRun.at', { time: nextRunAt > now ? moment(nextRunAt) : t('job.nextRun.due') })}`}
    </>
  );
}
