import { RotateCcw } from 'lucide-react';
import { useState } from 'react';

import type { Preview } from '../../../preload/contract/sources.ts';
import { useTexts } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Read } from '../../ui/reading.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { canMatch, needsEye } from '../map-keys.ts';
import { MapPanel } from '../map-panel.tsx';
import { MapTable } from '../map-table.tsx';
import { RowChooser } from '../row-chooser.tsx';
import { SavedMappingLine } from '../saved-mapping.tsx';
import { readingOf, usePreview, useRow } from '../source-queries.ts';
import { StepLink } from '../step-link.tsx';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import styles from '../map.module.css';

/** Which column feeds which of Meta's keys, with a row of the file as it would be sent beside it. */
export function MapStep() {
  const { t } = useTexts();
  const { settings, change, isSourceGone } = useDraft();
  const reading = isSourceGone ? null : readingOf(settings);
  const preview = usePreview(reading);
  const unsure = preview.data?.columns.filter((column) => needsEye(column, settings)) ?? [];
  return (
    <WizardPage
      title={t('wizard.map.title')}
      lead={t('wizard.map.lead')}
      isWide
      missing={
        reading === null
          ? t('wizard.source.missing')
          : preview.error
            ? t('wizard.source.unread')
            : preview.data && !canMatch(preview.data.columns)
              ? t('wizard.map.missing')
              : null
      }
      note={
        unsure.length > 0
          ? t('ui.wizard.map.look', { count: unsure.length, columns: unsure.map(({ column }) => column).join(', ') })
          : undefined
      }
    >
      {reading === null ? (
        <Empty title={t('wizard.source.missing')} action={<StepLink step="source" />} />
      ) : (
        <Read
          of={preview}
          rows={8}
          failed={t('wizard.source.unread')}
          wayOut={
            settings.overrides.length > 0 ? (
              <Button
                kind="primary"
                icon={RotateCcw}
                testId="wizard-map-reset"
                onPress={() => change({ overrides: [], savedMapping: 'declined' })}
              >
                {t('wizard.map.reset')}
              </Button>
            ) : (
              <StepLink step="source" kind="primary" />
            )
          }
        >
          {(seen) => <Mapped preview={seen} isRenewing={preview.isRenewing} />}
        </Read>
      )}
    </WizardPage>
  );
}

function Mapped({ preview, isRenewing }: { readonly preview: Preview; readonly isRenewing: boolean }) {
  const { t } = useTexts();
  const { settings } = useDraft();
  const [place, setPlace] = useState(0);
  const reading = readingOf(settings);
  const row = useRow(reading && { ...reading, row: place, keys: null });
  return (
    <div className={styles['columns']} aria-busy={isRenewing}>
      <section>
        <SectionHead
          title={settings.sourceName ?? preview.name}
          note={t('ui.wizard.map.shape', { rows: preview.rows.read, columns: preview.columns.length })}
          end={<RowChooser of={row.data} place={place} onChoose={setPlace} />}
          isFirst
        />
        {preview.saved && <SavedMappingLine of={preview.saved} />}
        <MapTable columns={preview.columns} row={row.data} error={row.error} />
      </section>
      <MapPanel preview={preview} />
    </div>
  );
}
