import { useId } from 'react';

import type { AudienceChoice } from '../../preload/contract/wizard.ts';
import { useTexts } from '../text.ts';
import { SectionHead } from '../ui/section-head.tsx';
import { Option, OptionList } from './option-list.tsx';
import { useDraft } from './use-draft.tsx';
import { ValueRule } from './value-rule.tsx';

import styles from './fields.module.css';

type Made = Extract<AudienceChoice, { readonly kind: 'new' }>;

/** The contract's lists, which only the engine loads. */
const FILE_SOURCES = [
  'USER_PROVIDED_ONLY',
  'PARTNER_PROVIDED_ONLY',
  'BOTH_USER_AND_PARTNER_PROVIDED',
] as const satisfies readonly Made['fileSource'][];
const LABELS = [
  'HIGH_VALUE_CUSTOMERS',
  'LOW_VALUE_CUSTOMERS',
  'ENGAGED_USERS',
  'DISENGAGED',
  'AT_RISK',
  'APP_USERS',
  'TRIAL_USERS',
  'QUALIFIED_LEADS',
  'DISQUALIFIED_LEADS',
] as const satisfies readonly Made['labels'][number][];
const LONGEST_DESCRIPTION = 500;

interface NewAudienceProps {
  readonly audience: Made;
  readonly onChange: (patch: Partial<Made>) => void;
}

/** What Meta asks about an audience that is to be made. */
export function NewAudience({ audience, onChange }: NewAudienceProps) {
  const { t } = useTexts();
  const { settings } = useDraft();
  const id = useId();
  const { description, fileSource, labels, isExclusionOnly, isValueBased } = audience;
  const isSeed = settings.purpose === 'lookalike_seed';
  return (
    <>
      <SectionHead title={t('wizard.audience.source')} />
      <OptionList label={t('wizard.audience.source')}>
        {FILE_SOURCES.map((source) => (
          <Option
            key={source}
            group={`${id}-source`}
            title={t(`wizard.audience.source.${source}`)}
            text={t(`wizard.audience.source.${source}.text`)}
            isChosen={source === fileSource}
            testId={`wizard-source-${source}`}
            onChoose={() => onChange({ fileSource: source })}
          />
        ))}
      </OptionList>
      <SectionHead title={t('wizard.audience.use')} />
      <div className={styles['checks']}>
        <Check
          label={t('wizard.audience.exclusion')}
          hint={t('wizard.audience.exclusion.text')}
          isOn={isExclusionOnly}
          testId="wizard-exclusion-only"
          onChange={(on) => onChange({ isExclusionOnly: on })}
        />
        <Check
          label={t('wizard.audience.value')}
          hint={t(isSeed ? 'wizard.audience.value.seed' : 'wizard.audience.value.text')}
          isOn={isValueBased}
          testId="wizard-value-based"
          onChange={(on) => onChange({ isValueBased: on })}
        />
        {isValueBased && <ValueRule />}
      </div>
      <SectionHead title={t('wizard.audience.about')} note={t('wizard.optional')} />
      <div className={styles['field']}>
        <label htmlFor={`${id}-description`}>{t('wizard.audience.description')}</label>
        <input
          id={`${id}-description`}
          type="text"
          maxLength={LONGEST_DESCRIPTION}
          autoComplete="off"
          data-testid="wizard-description"
          value={description}
          aria-describedby={`${id}-description-hint`}
          onChange={({ target }) => onChange({ description: target.value })}
        />
        <p id={`${id}-description-hint`}>{t('wizard.audience.description.text')}</p>
      </div>
      <fieldset className={styles['labels']}>
        <legend>{t('wizard.audience.labels')}</legend>
        {LABELS.map((label) => (
          <label key={label}>
            <input
              type="checkbox"
              data-testid={`wizard-label-${label}`}
              checked={labels.includes(label)}
              onChange={({ target }) =>
                onChange({ labels: target.checked ? [...labels, label] : labels.filter((one) => one !== label) })
              }
            />
            {t(`wizard.audience.label.${label}`)}
          </label>
        ))}
      </fieldset>
    </>
  );
}

interface CheckProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly testId: string;
  readonly onChange: (on: boolean) => void;
}

function Check({ label, hint, isOn, testId, onChange }: CheckProps) {
  const id = useId();
  return (
    <div className={styles['check']}>
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={`${id}-hint`}
        data-testid={testId}
        onChange={({ target }) => onChange(target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`}>{hint}</p>
    </div>
  );
}
