import { useState } from 'react';

import type { JobDetail } from '../../preload/contract/jobs.ts';
import type { RunLine } from '../../preload/contract/runs.ts';
import { useFigures } from '../clock.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { LoadMore } from '../ui/load-more.tsx';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Compare } from './compare.tsx';
import { useRuns } from './panel-queries.ts';
import { useStatuses } from './status.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './runs.module.css';

/** All runs of a job, newest first; two of them, chosen, stand side by side below. */
export function Runs({ job }: { readonly job: JobDetail }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const runs = useRuns(job.id);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  return (
    <>
      <SectionHead
        isFirst
        title={t('ui.tab.runs')}
        note={runs.total === null ? undefined : number(runs.total)}
        end={<span className={text['three']}>{t('ui.runs.choose')}</span>}
      />
      <Read of={runs} rows={6} failed={t('ui.runs.failed')}>
        {(rows) => (
          <>
            <div className={table['scroller']}>
              <Table
                jobId={job.id}
                runs={rows}
                chosen={chosen}
                // A third one takes the place of the one that was chosen first.
                onChoose={(id, isOn) =>
                  setChosen(isOn ? [...chosen, id].slice(-2) : chosen.filter((other) => other !== id))
                }
              />
            </div>
            <LoadMore of={runs} total={runs.total} />
            <Pair chosen={chosen} />
          </>
        )}
      </Read>
    </>
  );
}

/** The older one stands left, whichever was chosen first. */
function Pair({ chosen }: { readonly chosen: readonly number[] }) {
  const [before, after] = chosen.toSorted((a, b) => a - b);
  if (before === undefined || after === undefined) return null;
  return <Compare key={`${before} ${after}`} before={before} after={after} />;
}

interface TableProps {
  readonly jobId: number;
  readonly runs: readonly RunLine[];
  readonly chosen: readonly number[];
  readonly onChoose: (id: number, isOn: boolean) => void;
}

const COUNTERS = ['entered', 'synced', 'not_synced', 'pending', 'errored'] as const;

function Table({ jobId, runs, chosen, onChoose }: TableProps) {
  const { t } = useTexts();
  const { number, moment, duration } = useFigures();
  const statuses = useStatuses();
  return (
    <table className={table['table']} data-testid="runs">
      <thead>
        <tr>
          <th scope="col">{t('ui.run.pick')}</th>
          <th scope="col">{t('ui.state')}</th>
          <th scope="col">{t('ui.started')}</th>
          <th scope="col" className={classes(table['num'], styles['wide'])}>
            {t('ui.runs.took')}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.runs.read')}
          </th>
          {COUNTERS.map((name) => (
            <th key={name} scope="col" className={table['num']}>
              {t(`counter.${name}`)}
            </th>
          ))}
          <th scope="col" className={table['num']}>
            {t('ui.tab.problems')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className={table['row']}>
            <td className={text['nowrap']}>
              <label className={styles['choice']}>
                <input
                  type="checkbox"
                  aria-label={t('ui.runs.compare', { number: run.number })}
                  data-testid={`run-choose-${run.number}`}
                  checked={chosen.includes(run.id)}
                  onChange={({ target }) => onChoose(run.id, target.checked)}
                />
              </label>
              <a className={text['link']} href={jobHref(jobId, { runId: run.id })}>
                {t('ui.run.number', { number: run.number })}
              </a>
            </td>
            <td>
              <Light status={statuses.run(run.state, run.counters.errored)} />
            </td>
            <td className={classes(text['two'], text['nowrap'])}>{moment(run.startedAt)}</td>
            <td className={classes(table['num'], styles['wide'])}>
              {run.endedAt === null ? '–' : duration(run.endedAt - run.startedAt)}
            </td>
            <td className={table['num']}>{number(run.rows.read)}</td>
            {COUNTERS.map((name) => (
              <td key={name} className={classes(table['num'], run.counters[name] === 0 && table['zero'])}>
                {number(run.counters[name])}
              </td>
            ))}
            <td className={classes(table['num'], run.problems === 0 && table['zero'])}>
              {run.problems === 0 ? (
                number(0)
              ) : (
                <a href={jobHref(jobId, { tab: 'problems', runId: run.id })}>{number(run.problems)}</a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
