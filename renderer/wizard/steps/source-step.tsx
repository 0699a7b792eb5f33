import { useState } from 'react';

import { useCommand } from '../../accounts/command.ts';
import { useAsk } from '../../engine.tsx';
import { useTexts } from '../../text.ts';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { withSource } from '../choices.ts';
import { FileList } from '../file-list.tsx';
import { nativeChooser } from '../file-queries.ts';
import { SourceFacts } from '../source-facts.tsx';
import { readingOf, usePreview } from '../source-queries.ts';
import { SystemDialog } from '../system-dialog.tsx';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

/** The list: a file of this computer that stays where it is, or one that is dropped and read once. */
export function SourceStep() {
  const { t } = useTexts();
  const ask = useAsk();
  const { settings, change, isSourceGone } = useDraft();
  const { source } = settings;
  const preview = usePreview(isSourceGone ? null : readingOf(settings));
  const [isChoosing, setChoosing] = useState(false);
  const pick = useCommand(async (fileId: string) => {
    const { sourceId, name } = await ask('files.pick', { fileId });
    change(withSource({ kind: 'file', sourceId }, name));
    setChoosing(false);
  });
  const choose = nativeChooser();
  const isListOpen = source === null || isSourceGone || isChoosing || preview.error !== null;
  const missing =
    source === null
      ? t('wizard.source.missing')
      : isSourceGone
        ? t('wizard.source.gone', { name: settings.sourceName ?? t('wizard.step.source.file') })
        : preview.error
          ? t('wizard.source.unread')
          : null;
  return (
    <WizardPage title={t('wizard.source.title')} lead={t('wizard.source.lead')} missing={missing} isWide>
      {source !== null && (
        <SourceFacts isGone={isSourceGone} preview={preview} onChange={isListOpen ? null : () => setChoosing(true)} />
      )}
      <RefusalBanner error={pick.error} />
      {isListOpen &&
        (choose ? (
          <SystemDialog
            onChosen={({ sourceId, name }) => {
              change(withSource({ kind: 'file', sourceId }, name));
              setChoosing(false);
            }}
          />
        ) : (
          <FileList isBusy={pick.isBusy} onPick={pick.run} />
        ))}
    </WizardPage>
  );
}
