import { CircleX } from 'lucide-react';

import type { ConnectFailure } from '../../preload/contract/connections.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';

import text from '../ui/text.module.css';
import styles from './failure.module.css';

interface FailureProps {
  readonly reason: ConnectFailure;
  readonly said: string | null;
  readonly missing?: readonly string[];
  /** The address to list in the app's settings. */
  readonly redirectUri?: string | null;
}

/** Why somebody is not connected: what happened, why, the next step, and Meta's own words as evidence. */
export function Failure({ reason, said, missing = [], redirectUri = null }: FailureProps) {
  const { t } = useTexts();
  return (
    <div className={styles['failure']} role="alert" data-failure={reason}>
      <CircleX size={16} aria-hidden />
      <div>
        <b>{t(`connect.${reason}.title`)}</b>
        <p>{t(`connect.${reason}.why`)}.</p>
        <p className={styles['next']}>{t(`connect.${reason}.action`)}.</p>
        {missing.length > 0 && <p>{t('ui.connect.missing', { scopes: missing.join(', ') })}</p>}
        {reason === 'url_blocked' && redirectUri !== null && (
          <p className={classes(styles['said'], text['mono'])}>{redirectUri}</p>
        )}
        {said !== null && <p className={classes(styles['said'], text['mono'])}>{said}</p>}
      </div>
    </div>
  );
}
