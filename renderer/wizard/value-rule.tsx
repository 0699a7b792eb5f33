import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useId } from 'react';

import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { readingOf, usePreview } from './source-queries.ts';
import { StepLink } from './step-link.tsx';
import { useDraft } from './use-draft.tsx';

import styles from './fields.module.css';

/** What a value-based audience needs, and what happens to rows without a value. */
export function ValueRule() {
  const { t } = useTexts();
  const { settings, change } = useDraft();
  const columns = usePreview(readingOf(settings)).data?.columns;
  const id = useId();
  const column = columns?.find(({ key }) => key === 'LOOKALIKE_VALUE');
  return (
    <div className={styles['rule']} data-testid="wizard-value-rule">
      <ul className={styles['needs']}>
        {columns !== undefined && (
          <li className={classes(styles['need'], column ? styles['ok'] : styles['warn'])}>
            {column ? <CircleCheck size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
            <span>{column ? t('wizard.value.column', { column: column.column }) : t('wizard.value.noColumn')}</span>
            {!column && <StepLink step="map" />}
          </li>
        )}
        <li className={styles['need']}>
          <Info size={14} aria-hidden />
          <span>{t('wizard.value.terms')}</span>
          <StepLink step="terms" />
        </li>
      </ul>
      <fieldset>
        <legend>{t('wizard.value.missing')}</legend>
        {([false, true] as const).map((zero) => (
          <label key={String(zero)}>
            <input
              type="radio"
              name={`${id}-zero`}
              data-testid={zero ? 'wizard-value-zero' : 'wizard-value-left-out'}
              checked={settings.zeroValue === zero}
              onChange={() => change({ zeroValue: zero })}
            />
            {t(zero ? 'wizard.value.zero' : 'wizard.value.leftOut')}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
