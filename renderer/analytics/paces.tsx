import { useFigures } from '../clock.ts';
import { usePaces } from '../jobs/panel-queries.ts';
import { useTexts } from '../text.ts';

import styles from './answers.module.css';

/** People settled lately, in four spans. */
export function Paces({ jobId }: { readonly jobId: number }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { data } = usePaces(jobId);
  return (
    data && (
      <dl className={styles['paces']} data-testid="paces">
        {(['minute', 'hour', 'day', 'month'] as const).map((span) => (
          <div key={span}>
            <dt>{t(`ui.pace.${span}`)}</dt>
            <dd>{number(data[span].synced + data[span].errored)}</dd>
          </div>
        ))}
      </dl>
    )
  );
}
