import { useState } from 'react';

import { useFigures } from '../clock.ts';
import { useThroughput } from '../queries.ts';
import type { ThroughputRange } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Plot } from './plot.tsx';
import { RangeTools } from './range-tools.tsx';
import { slotsFor } from './scale.ts';
import { SlotsTable } from './slots-table.tsx';

const RANGE_MS: Readonly<Record<ThroughputRange, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
};

/** People settled over time, of all runs of a job, as bars or as a table. */
export function Throughput({ jobId }: { readonly jobId: number }) {
  const { t } = useTexts();
  const { duration } = useFigures();
  const [range, setRange] = useState<ThroughputRange>('hour');
  const [isTable, setTable] = useState(false);
  const throughput = useThroughput(jobId, range);
  const bucketName = (ms: number): string => {
    if (ms === 86_400_000) return t('ui.throughput.day');
    if (ms === 3_600_000) return t('ui.throughput.hour');
    return ms === 60_000 ? t('ui.throughput.minute') : duration(ms);
  };
  const bucketMs = throughput.data?.bucketMs;
  return (
    <section aria-label={t('ui.throughput')}>
      <SectionHead
        title={t('ui.throughput')}
        note={bucketMs === undefined ? undefined : t('ui.throughput.note', { bucket: bucketName(bucketMs) })}
        end={<RangeTools range={range} onRange={setRange} isTable={isTable} onTable={setTable} />}
      />
      <Read of={throughput} rows={3} failed={t('ui.throughput.failed')}>
        {(data) => {
          const slots = slotsFor(data.buckets, data.now, data.bucketMs, Math.max(RANGE_MS[data.range], data.bucketMs));
          return isTable ? (
            <SlotsTable slots={slots} />
          ) : (
            <Plot slots={slots} bucketMs={data.bucketMs} range={data.range} />
          );
        }}
      </Read>
    </section>
  );
}
