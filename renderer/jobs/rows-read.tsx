import type { RowCounts } from '../../preload/contract/counters.ts';
import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { ProgressBar } from '../ui/bar.tsx';

import styles from './rows-read.module.css';

const LEFT_OUT = ['duplicates', 'excluded', 'unchanged', 'unreadable'] as const;

/** What became of the lines of the source: read = entered + duplicates + … */
export function RowsSum({ rows }: { readonly rows: RowCounts }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const sum = [
    t('ui.rows.entered', { count: number(rows.entered) }),
    ...LEFT_OUT.filter((reason) => rows[reason] > 0).map((reason) =>
      t(`ui.rows.${reason}`, { count: number(rows[reason]) }),
    ),
  ].join(' + ');
  return <span className={styles['sum']}>{t('ui.rows.sum', { read: number(rows.read), sum })}</span>;
}

/** How far the source is read; a source without an end, such as standard input, shows no share. */
export function ReadingProgress({ progress }: { readonly progress: RunFacts['progress'] }) {
  const { t } = useTexts();
  const { bytes, percent } = useFigures();
  const { bytes: read, total } = progress;
  return (
    <div className={styles['progress']}>
      <ProgressBar
        share={total === null ? null : Math.min(1, read / Math.max(1, total))}
        label={t('ui.rows.progress')}
      />
      <span>
        {total === null
          ? t('ui.rows.bytes', { read: bytes(read) })
          : t('ui.rows.bytesOf', { read: bytes(read), total: bytes(total), share: percent(read, total, 0) })}
      </span>
    </div>
  );
}
