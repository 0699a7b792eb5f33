import { TriangleAlert } from 'lucide-react';

import type { Preview } from '../../../preload/contract/sources.ts';
import { useFigures } from '../../clock.ts';
import { useTexts } from '../../text.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Read } from '../../ui/reading.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { ActionChoice } from '../action-choice.tsx';
import { fieldsIn, isMatched, rowsWithout, strayKeys } from '../keys.ts';
import { MatchFields } from '../match-fields.tsx';
import { readingOf, usePreview } from '../source-queries.ts';
import { StepLink } from '../step-link.tsx';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import text from '../../ui/text.module.css';
import styles from '../fields.module.css';

/** What is done with the people, and by which fields Meta finds them. */
export function MatchStep() {
  const { t } = useTexts();
  const { settings, step, isSourceGone } = useDraft();
  const preview = usePreview(isSourceGone ? null : readingOf(settings));
  const fields = preview.data && fieldsIn(preview.data.columns);
  const hasSource = settings.source !== null && !isSourceGone;
  const missing = !hasSource
    ? 'wizard.match.noSource'
    : preview.error
      ? 'wizard.match.failed'
      : fields?.length === 0
        ? 'wizard.match.nothing'
        : fields?.some((field) => isMatched(field, step.keys)) === false
          ? 'wizard.match.none'
          : null;
  return (
    <WizardPage
      title={t('wizard.match.title')}
      lead={t('wizard.match.lead')}
      missing={missing === null ? null : t(missing)}
    >
      <div className={styles['form']}>
        <ActionChoice />
        <SectionHead title={t('wizard.match.fields')} help="keys" />
        {hasSource ? (
          <Read
            of={preview}
            rows={4}
            failed={t('wizard.match.failed')}
            wayOut={<StepLink step="source" kind="primary" />}
          >
            {(shown) => <Fields preview={shown} />}
          </Read>
        ) : (
          <Banner
            family="warn"
            icon={TriangleAlert}
            title={t('wizard.match.noSource')}
            action={<StepLink step="source" />}
          />
        )}
      </div>
    </WizardPage>
  );
}

/** The fields, what “any of them” means, and how many people have none. */
function Fields({ preview: { columns, rows, problemCounts } }: { readonly preview: Preview }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { step, changeStep } = useDraft();
  const fields = fieldsIn(columns);
  const strays = strayKeys(fields, step.keys);
  const chosen = fields.filter((field) => isMatched(field, step.keys));
  const nobody = (problemCounts['no_identifier'] ?? 0) + (problemCounts['blank_row'] ?? 0);
  const { least, most } = rowsWithout(chosen, rows.read, nobody, chosen.length === fields.length);
  if (fields.length === 0)
    return (
      <Banner family="warn" icon={TriangleAlert} title={t('wizard.match.nothing')} action={<StepLink step="map" />} />
    );
  return (
    <>
      <p className={text['two']}>{t('wizard.match.or')}</p>
      <MatchFields fields={fields} read={rows.read} />
      {strays.length > 0 && (
        <Banner
          family="warn"
          icon={TriangleAlert}
          title={t('wizard.match.stray', { keys: strays.join(', ') })}
          action={
            <Button
              size="small"
              testId="wizard-drop-strays"
              onPress={() =>
                changeStep({
                  keys: chosen.length === fields.length ? null : chosen.flatMap(({ keys }) => keys),
                })
              }
            >
              {t('wizard.match.stray.act')}
            </Button>
          }
        />
      )}
      <output className={styles['sum']} data-testid="wizard-nobody">
        {least === most
          ? t('ui.wizard.without', { count: least, shown: number(least), read: number(rows.read) })
          : t('wizard.match.without.range', { least: number(least), most: number(most), read: number(rows.read) })}
      </output>
      <ValueLine columns={columns} />
    </>
  );
}

/** What becomes of a value column, which finds nobody. */
function ValueLine({ columns }: { readonly columns: Preview['columns'] }) {
  const { t } = useTexts();
  const { step } = useDraft();
  const column = columns.find(({ key }) => key === 'LOOKALIKE_VALUE');
  if (!column) return null;
  const key = step.audience?.isValueBased === true ? 'wizard.match.value.sent' : 'wizard.match.value.kept';
  return <p className={styles['sum']}>{t(key, { column: column.column })}</p>;
}
