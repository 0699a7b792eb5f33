import type { AttemptFacts, BatchFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useAttempts } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { Read } from '../ui/reading.tsx';
import { MetaCode } from './outcomes.tsx';
import { Request } from './request.tsx';
import { useStatuses } from './status.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './attempts.module.css';

/** Every HTTP try of one batch, with the evidence: codes, counts, Meta's own words, its trace id. */
export function Attempts({ runId, batch }: { readonly runId: number; readonly batch: BatchFacts }) {
  const { t } = useTexts();
  const attempts = useAttempts(runId, batch.id);
  return (
    <Read of={attempts} rows={1} failed={t('ui.attempts.failed')}>
      {(rows) => (
        <div className={styles['attempts']}>
          <p className={styles['facts']}>
            {t('ui.batch.facts', {
              from: batch.firstLine,
              to: batch.lastLine,
              entries: batch.entries,
              synced: batch.synced,
              errored: batch.errored,
            })}
          </p>
          <Verdict batch={batch} />
          <Request runId={runId} batchId={batch.id} />
          {rows.length === 0 ? <p className={text['three']}>{t('ui.attempts.none')}</p> : <Table rows={rows} />}
        </div>
      )}
    </Read>
  );
}

/** What the last answer means for this batch, and when it is tried again. */
function Verdict({ batch: { state, attempts, retryAt, lastAttempt } }: { readonly batch: BatchFacts }) {
  const { t } = useTexts();
  const { exact } = useFigures();
  if (state === 'retry' && retryAt !== null) {
    return (
      <p className={styles['facts']}>
        {t('ui.batch.next', { number: attempts + 1, time: exact(retryAt) })} {t('outcome.retry.why')}.
      </p>
    );
  }
  if (lastAttempt?.outcome !== 'refused') return null;
  return (
    <p className={styles['facts']}>
      {t('outcome.refused.why')}. {state === 'errored' && `${t('outcome.refused.action')}.`}
    </p>
  );
}

function Table({ rows }: { readonly rows: readonly AttemptFacts[] }) {
  const { t } = useTexts();
  const { number, exact, duration, bytes } = useFigures();
  const statuses = useStatuses();
  return (
    <table className={classes(table['table'], styles['table'])}>
      <thead>
        <tr>
          <th scope="col">{t('ui.started')}</th>
          <th scope="col">{t('ui.outcome')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.http')}
          </th>
          <th scope="col">{t('ui.code')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.received')}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.invalid')}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.size')}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.time')}
          </th>
          <th scope="col">{t('ui.said')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((attempt) => (
          <tr key={attempt.id}>
            <td>{exact(attempt.startedAt)}</td>
            <td>
              <Light status={statuses.outcome(attempt.outcome)} />
            </td>
            <td className={table['num']}>{attempt.httpStatus ?? '–'}</td>
            <td>
              <MetaCode code={attempt.code} subcode={attempt.subcode} />
            </td>
            <td className={table['num']}>{attempt.received === null ? '–' : number(attempt.received)}</td>
            <td className={table['num']}>
              {attempt.invalid ? (
                <span className={text['bad']}>{number(attempt.invalid)}</span>
              ) : (
                (attempt.invalid ?? '–')
              )}
            </td>
            <td className={table['num']}>{bytes(attempt.bytes)}</td>
            <td className={table['num']}>{attempt.ms === null ? '–' : duration(attempt.ms)}</td>
            <td className={styles['said']}>
              {attempt.said ?? (attempt.traceId === null ? '–' : null)}
              {attempt.traceId !== null && <code title={t('ui.trace')}>{attempt.traceId}</code>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
