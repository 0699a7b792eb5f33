import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { ProgressBar } from '../ui/bar.tsx';

import styles from './rows-read.module.css';

const LEFT_OUT = ['duplicates', 'excluded', 'unchanged', 'unreadable'] as const;

/** How far the source is read, and what became of its lines: read = entered + duplicates + … */
export function RowsRead({ run }: { readonly run: RunFacts }) {
  const { t } = useTexts();
  const { number, bytes, percent } = useFigures();
  const { rows, progress } = run;
  const leftOut = LEFT_OUT.filter((reason) => rows[reason] > 0);
  const sum = [
    t('ui.rows.entered', { count: number(rows.entered) }),
    ...leftOut.map((reason) => t(`ui.rows.${reason}`, { count: number(rows[reason]) })),
  ].join(' + ');
  const share =
    progress.total === null ? null : progress.total === 0 ? 1 : Math.min(1, progress.bytes / progress.total);
  return (
    <div className={styles['rows']}>
      {run.state === 'reading' && (
        <>
          <ProgressBar share={share} label={t('ui.rows.progress')} />
          <p className={styles['progress']}>
            {progress.total === null
              ? t('ui.rows.bytes', { read: bytes(progress.bytes) })
              : t('ui.rows.bytesOf', {
                  read: bytes(progress.bytes),
                  total: bytes(progress.total),
                  share: percent(progress.bytes, progress.total, 0),
                })}
          </p>
        </>
      )}
      <p>{t('ui.rows.sum', { read: number(rows.read), sum })}</p>
    </div>
  );
}
