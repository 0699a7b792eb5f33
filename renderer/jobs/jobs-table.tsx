import type { JobSummary } from '../../preload/contract/jobs.ts';
import { useFigures, useNow } from '../clock.ts';
import { jobHref } from '../route.ts';
import { useScheduleWords } from '../schedules/schedule-words.ts';
import { useTexts } from '../text.ts';
import { Bar } from '../ui/bar.tsx';
import { Chip } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { SandboxChip } from '../ui/sandbox-chip.tsx';
import { HoldButton } from './hold-button.tsx';
import { useStatuses } from './status.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './jobs-table.module.css';

/** Jobs, one row each; `isWide` adds the account, what was synced, when it runs next, and what is to be done where it is held. */
export function JobsTable({ jobs, isWide }: { readonly jobs: readonly JobSummary[]; readonly isWide?: boolean }) {
  const { t } = useTexts();
  return (
    <table className={classes(table['table'], table['two'], isWide && styles['wide'])}>
      <thead>
        <tr>
          <th scope="col">{t('ui.job')}</th>
          {isWide && (
            <th scope="col" className={styles['account']}>
              {t('ui.account')}
            </th>
          )}
          <th scope="col">{t('ui.state')}</th>
          <th scope="col" className={styles['bar']}>
            {t('ui.lastRun')}
          </th>
          {isWide && (
            <th scope="col" className={classes(table['num'], styles['synced'])}>
              {t('counter.synced')}
            </th>
          )}
          <th scope="col" className={table['num']}>
            {t('counter.pending')}
          </th>
          <th scope="col" className={table['num']}>
            {t(isWide ? 'job.nextRun' : 'ui.started')}
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Row key={job.id} job={job} isWide={isWide ?? false} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ job, isWide }: { readonly job: JobSummary; readonly isWide: boolean }) {
  const { number, moment } = useFigures();
  const { synced, not_synced, pending, errored } = job.counters;
  const isHeld = job.state === 'held';
  return (
    <tr className={table['row']} data-job={job.id}>
      <td className={styles['job']}>
        <span className={styles['name']}>
          <a className={classes(table['name'], text['cut'])} href={jobHref(job.id)} data-row>
            {job.name}
          </a>
          {job.isSandbox && <SandboxChip />}
        </span>
        <span className={classes(text['sub'], text['cut'])} title={job.sourceName}>
          {[useSteps(job), job.sourceName].join(' · ')}
        </span>
      </td>
      {isWide && (
        <td className={classes(styles['account'], text['two'], text['cut'])} title={job.account}>
          {job.accountName ?? job.account}
        </td>
      )}
      <td>
        <span className={styles['state']}>
          <Chip status={useStatuses().job(job)} />
          {isWide && isHeld && <HoldButton job={job} />}
        </span>
      </td>
      <td className={styles['bar']}>
        {isWide && job.lastRun && <span className={styles['when']}>{moment(job.lastRun.startedAt)}</span>}
        {job.lastRun ? (
          <Bar
            isThin
            segments={[
              ['synced', synced],
              ['not_synced', not_synced],
              ['pending', isHeld ? 0 : pending],
              ['held', isHeld ? pending : 0],
              ['errored', errored],
            ]}
          />
        ) : (
          <span className={text['three']}>–</span>
        )}
      </td>
      {isWide && (
        <td className={classes(table['num'], styles['synced'], synced === 0 && table['zero'])}>{number(synced)}</td>
      )}
      <td className={classes(table['num'], pending === 0 && table['zero'])}>{number(pending)}</td>
      <td className={classes(table['num'], text['two'])}>
        {isWide ? <NextRun job={job} /> : job.lastRun ? moment(job.lastRun.startedAt) : '–'}
      </td>
    </tr>
  );
}

/** When it runs by itself; how often tells the tooltip. */
function NextRun({ job: { nextRunAt, schedule } }: { readonly job: JobSummary }) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const now = useNow(60_000);
  const { said } = useScheduleWords();
  if (nextRunAt === null) return <span className={text['three']}>–</span>;
  return (
    <span title={said(schedule)} data-next-run={nextRunAt}>
      {nextRunAt > now ? moment(nextRunAt) : t('job.nextRun.due')}
    </span>
  );
}

/** `Add, then remove` */
function useSteps(job: JobSummary): string {
  const { t } = useTexts();
  const [first, ...others] = job.steps.map(({ action }) => action);
  if (!first) return t('ui.noSteps');
  return [t(`ui.action.${first}`), ...others.map((action) => t(`ui.then.${action}`))].join(', ');
}
