import { FolderOpen } from 'lucide-react';
import { useState } from 'react';

import type { PickedFile } from '../../preload/contract/sources.ts';
import { useCommand } from '../accounts/command.ts';
import { EngineRefusal, useAsk } from '../engine.tsx';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { FileList } from '../wizard/file-list.tsx';
import { nativeChooser } from '../wizard/file-queries.ts';

interface JobFileProps {
  /** What the source is called. */
  readonly name: string;
  readonly onChosen: (file: PickedFile) => void;
}

/** The head of the source, with the way to another file: the system's dialog, or the folders of this computer. */
export function JobFile({ name, onChosen }: JobFileProps) {
  const { t } = useTexts();
  const ask = useAsk();
  const [isOpen, setOpen] = useState(false);
  const choose = nativeChooser();
  const open = useCommand(async () => {
    if (!choose) {
      setOpen(!isOpen);
      return;
    }
    const reply = await choose();
    if (!reply.ok) throw new EngineRefusal(reply.code, reply.message);
    if (reply.value) onChosen(reply.value);
  });
  const pick = useCommand(async (fileId: string) => {
    onChosen(await ask('files.pick', { fileId }));
    setOpen(false);
  });
  return (
    <>
      <SectionHead
        title={t('job.settings.source')}
        note={name}
        end={
          <Button size="small" icon={FolderOpen} isBusy={open.isBusy} testId="job-file" onPress={open.run}>
            {t(isOpen ? 'job.settings.discard' : 'job.settings.file')}
          </Button>
        }
      />
      <RefusalBanner error={open.error ?? pick.error} />
      {isOpen && <FileList isBusy={pick.isBusy} takesDrops={false} onPick={pick.run} />}
    </>
  );
}
