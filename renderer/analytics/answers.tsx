import { useState } from 'react';
import { useIntl } from 'react-intl';

import type { OutcomeKind } from '../../preload/contract/counters.ts';
import { useFigures } from '../clock.ts';
import { useAnswersOverTime } from '../jobs/panel-queries.ts';
import type { ThroughputRange } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { RangeTools } from './range-tools.tsx';
import { scaleFor } from './scale.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './answers.module.css';

/** From the axis up, as the states are ordered everywhere. */
const KINDS = ['synced', 'retry', 'throttled', 'held', 'refused'] as const satisfies readonly OutcomeKind[];
const SLOTS: Readonly<Record<ThroughputRange, number>> = { hour: 60, day: 24, month: 30 };

type Bucket = { readonly at: number } & Readonly<Record<OutcomeKind, number>>;

/** What Meta answered over time, of all runs of a job, as stacked bars or as a table. */
export function Answers({ jobId }: { readonly jobId: number }) {
  const { t } = useTexts();
  const [range, setRange] = useState<ThroughputRange>('day');
  const [isTable, setTable] = useState(false);
  const answers = useAnswersOverTime(jobId, range);
  return (
    <section aria-label={t('ui.answers')}>
      <SectionHead
        title={t('ui.answers')}
        note={t('ui.answers.note')}
        end={
          <RangeTools
            range={range}
            onRange={setRange}
            isTable={isTable}
            onTable={setTable}
            tableTestId="answers-table"
          />
        }
      />
      <Read of={answers} rows={2} failed={t('ui.outcomes.failed')}>
        {(data) =>
          data.buckets.length === 0 ? (
            <p className={text['three']}>{t('ui.answers.none')}</p>
          ) : isTable ? (
            <Table buckets={data.buckets} />
          ) : (
            <Bars {...data} />
          )
        }
      </Read>
    </section>
  );
}

interface BarsProps {
  readonly buckets: readonly Bucket[];
  readonly bucketMs: number;
  readonly now: number;
  readonly range: ThroughputRange;
}

function Bars({ buckets, bucketMs, now, range }: BarsProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const intl = useIntl();
  const count = SLOTS[range];
  const first = Math.floor(now / bucketMs) * bucketMs - (count - 1) * bucketMs;
  const { top, lines } = scaleFor(Math.max(...buckets.map(sumOf)));
  const timeOf = (at: number): string =>
    range === 'month'
      ? intl.formatDate(at, { day: 'numeric', month: 'short' })
      : intl.formatTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <figure
      aria-label={t('ui.answers.summary', {
        attempts: number(buckets.reduce((sum, bucket) => sum + sumOf(bucket), 0)),
        refused: number(buckets.reduce((sum, { refused }) => sum + refused, 0)),
      })}
    >
      <div className={styles['plot']}>
        <svg viewBox={`0 0 ${count} ${top}`} preserveAspectRatio="none" aria-hidden>
          {lines.map((value) => (
            <path key={value} className={styles['grid']} d={`M0 ${top - value}H${count}`} />
          ))}
          {buckets.map((bucket) => (
            <Stack key={bucket.at} bucket={bucket} x={Math.round((bucket.at - first) / bucketMs)} top={top} />
          ))}
        </svg>
        <div className={styles['x']} aria-hidden>
          <span>{timeOf(first)}</span>
          <span>{t('ui.answers.most', { count: number(lines.at(-1) ?? top) })}</span>
          <span>{t('ui.now')}</span>
        </div>
      </div>
      <figcaption className={styles['legend']}>
        {KINDS.map((kind) => (
          <span key={kind}>
            <i className={styles[kind]} />
            {t(`ui.outcome.${kind}`)} {number(buckets.reduce((sum, bucket) => sum + bucket[kind], 0))}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function Stack({ bucket, x, top }: { readonly bucket: Bucket; readonly x: number; readonly top: number }) {
  let y = top;
  return KINDS.map((kind) => {
    if (bucket[kind] === 0) return null;
    // What is rare must still be seen.
    const height = Math.max(bucket[kind], top / 60);
    y -= height;
    return <rect key={kind} className={styles[kind]} x={x + 0.12} width="0.76" y={y} height={height} />;
  });
}

function Table({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const { t } = useTexts();
  const { number, moment } = useFigures();
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('ui.from')}</th>
          {KINDS.map((kind) => (
            <th key={kind} scope="col" className={table['num']}>
              {t(`ui.outcome.${kind}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {buckets.toReversed().map((bucket) => (
          <tr key={bucket.at}>
            <td>{moment(bucket.at)}</td>
            {KINDS.map((kind) => (
              <td key={kind} className={table['num']}>
                {number(bucket[kind])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sumOf(bucket: Bucket): number {
  return KINDS.reduce((sum, kind) => sum + bucket[kind], 0);
}
