import { FolderOpen } from 'lucide-react';

import type { PickedFile } from '../../preload/contract/sources.ts';
import { useCommand } from '../accounts/command.ts';
import { EngineRefusal } from '../engine.tsx';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/reading.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { nativeChooser } from './file-queries.ts';

/** The desktop app's way to choose a file: the dialog that the person knows. */
export function SystemDialog({ onChosen }: { readonly onChosen: (file: PickedFile) => void }) {
  const { t } = useTexts();
  const { isBusy, error, run } = useCommand(async () => {
    const reply = await nativeChooser()?.();
    if (reply?.ok === false) throw new EngineRefusal(reply.code, reply.message);
    if (reply?.value) onChosen(reply.value);
  });
  return (
    <>
      <RefusalBanner error={error} />
      <Empty
        title={t('wizard.source.choose.title')}
        action={
          <Button kind="primary" icon={FolderOpen} isBusy={isBusy} testId="wizard-choose-file" onPress={run}>
            {t('wizard.source.choose')}
          </Button>
        }
      >
        <p>{t('wizard.source.drop')}</p>
      </Empty>
    </>
  );
}
