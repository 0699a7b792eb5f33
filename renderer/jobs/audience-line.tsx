import type { AudienceState } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { useSize } from '../wizard/audience-facts.ts';

import styles from './audience-line.module.css';

/** What Meta told of a step's audience when it was last read: how many, whether it is ready, whether it is delivered to. */
export function AudienceLine({ audience }: { readonly audience: AudienceState }) {
  const { t, known } = useTexts();
  const { exact } = useFigures();
  const sizeOf = useSize();
  const { id, size, operation, delivery, readAt } = audience;
  const said = (what: 'operation' | 'delivery', state: AudienceState['operation']): string =>
    state === null
      ? t('ui.audience.untold')
      : (known(`wizard.audience.${what}.${state.code}`) ?? state.description ?? String(state.code));
  if (id === null) return <p className={styles['audience']}>{t('ui.audience.draft')}</p>;
  if (readAt === null) return <p className={styles['audience']}>{t('ui.audience.unread')}</p>;
  return (
    <dl className={styles['audience']} data-testid="audience-state">
      <dt>{t('wizard.audience.fact.size')}</dt>
      <dd>{sizeOf(size)}</dd>
      <dt>{t('wizard.audience.fact.state')}</dt>
      <dd>{said('operation', operation)}</dd>
      <dt>{t('wizard.audience.fact.delivery')}</dt>
      <dd>{said('delivery', delivery)}</dd>
      <dt>{t('ui.audience.read')}</dt>
      <dd>{exact(readAt)}</dd>
    </dl>
  );
}
