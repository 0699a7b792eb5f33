import { useTexts } from '../text.ts';

import styles from './sandbox-chip.module.css';

/** Marks a job or account that lives in the practice copy of Meta and never reaches the real one. */
export function SandboxChip() {
  const { t } = useTexts();
  return (
    <span className={styles['chip']} title={t('ui.sandbox.help')}>
      {t('ui.sandbox')}
    </span>
  );
}
