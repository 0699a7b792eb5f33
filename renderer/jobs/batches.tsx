import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, memo, useCallback, useState } from 'react';

import type { BatchFacts, RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useBatches } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { Keys } from '../ui/keys.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { useAnswer } from './answer.ts';
import { Attempts } from './attempts.tsx';
import { stopOf } from './reasons.ts';
import { useStatuses } from './status.ts';
import type { Stop } from './status.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './batches.module.css';

/** The batches of a run, newest first; a row opens onto its attempts. */
export function Batches({ run }: { readonly run: RunFacts }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const batches = useBatches(run.id);
  return (
    <>
      <SectionHead
        isFirst
        title={t('ui.batches.of', { number: run.number })}
        note={batches.total === null ? undefined : number(batches.total)}
      />
      <Read of={batches} rows={8} failed={t('ui.batches.failed')}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('ui.batches.none')}>
              <p>{t('ui.batches.none.text')}</p>
            </Empty>
          ) : (
            <>
              <Table rows={rows} run={run} />
              <LoadMore of={batches} total={batches.total} />
            </>
          )
        }
      </Read>
    </>
  );
}

function Table({ rows, run }: { readonly rows: readonly BatchFacts[]; readonly run: RunFacts }) {
  const { t } = useTexts();
  const [openId, setOpenId] = useState<number | null>(null);
  const toggle = useCallback((id: number) => setOpenId((open) => (open === id ? null : id)), []);
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('ui.batch')}</th>
          <th scope="col">{t('ui.step.column')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.people')}
          </th>
          <th scope="col" className={classes(table['num'], styles['widest'])}>
            {t('ui.lines')}
          </th>
          <th scope="col" className={styles['wide']}>
            {t('ui.keys')}
          </th>
          <th scope="col">{t('ui.state')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.attempts')}
          </th>
          <th scope="col">{t('ui.lastAnswer')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.time')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((batch) => (
          <Fragment key={batch.id}>
            <Row
              batch={batch}
              stopped={stopOf(run.steps.find(({ stepId }) => stepId === batch.stepId))}
              isOpen={batch.id === openId}
              onToggle={toggle}
            />
            {batch.id === openId && (
              <tr className={styles['detail']}>
                <td colSpan={9}>
                  <Attempts runId={run.id} batch={batch} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly batch: BatchFacts;
  readonly stopped: Stop | null;
  readonly isOpen: boolean;
  readonly onToggle: (batchId: number) => void;
}

/** Drawn anew only when its batch changed: hundreds of them stand still while the newest move, ten times a second. */
const Row = memo(function Row({ batch, stopped, isOpen, onToggle }: RowProps) {
  const { t } = useTexts();
  const { number, duration } = useFigures();
  const statuses = useStatuses();
  const answer = useAnswer();
  const last = batch.lastAttempt;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <tr className={table['row']} data-batch={batch.id}>
      <td>
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={isOpen}
          aria-label={t('ui.batch.open', { id: batch.id })}
          data-row
          onClick={() => onToggle(batch.id)}
        >
          <Chevron size={14} aria-hidden />
          {batch.id}
        </button>
      </td>
      <td className={text['nowrap']}>
        {t('ui.step.short', { step: batch.position, action: t(`ui.action.${batch.action}`) })}
      </td>
      <td className={table['num']} title={t('ui.batch.entries', { count: batch.entries })}>
        {number(batch.people)}
      </td>
      <td className={classes(table['num'], styles['widest'], text['two'])}>
        {t('ui.range', { from: number(batch.firstLine), to: number(batch.lastLine) })}
      </td>
      <td className={styles['wide']}>
        <Keys keys={batch.keys} />
      </td>
      <td>
        <Light status={statuses.batch(batch, stopped)} />
      </td>
      <td className={classes(table['num'], batch.attempts === 0 && table['zero'])}>{number(batch.attempts)}</td>
      <td className={text['two']}>{last ? answer(last) : '–'}</td>
      <td className={classes(table['num'], last?.ms == null && table['zero'])}>
        {last?.ms == null ? '–' : duration(last.ms)}
      </td>
    </tr>
  );
});
