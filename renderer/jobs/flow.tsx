import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';

import styles from './flow.module.css';

/** The line that joins two ledgers and carries the people who proceed. */
export function Flow({ people, toStep }: { readonly people: number; readonly toStep: number }) {
  const { t } = useTexts();
  const { number } = useFigures();
  return (
    <div className={styles['flow']} aria-hidden>
      <div className={styles['path']}>
        <i className={styles['down']} />
        <i className={styles['into']} />
        <i className={styles['head']} />
        <span>{t('ui.flow', { count: people, people: number(people), step: toStep })}</span>
      </div>
    </div>
  );
}
