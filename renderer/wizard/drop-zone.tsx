import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { useCommand } from '../accounts/command.ts';
import { useTexts } from '../text.ts';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { withSource } from './choices.ts';
import { useBeginDrop } from './drop-files.ts';
import { useDraft } from './use-draft.tsx';

import styles from './drop-zone.module.css';

/** The whole window takes a file while the wizard is open: it is read once, and nothing of it is written to disk. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const { t } = useTexts();
  const { isOver, error } = useDrops();
  return (
    <div className={styles['zone']}>
      {children}
      {error && (
        <div className={styles['error']}>
          <RefusalBanner error={error} />
        </div>
      )}
      {isOver && (
        <div className={styles['veil']} data-testid="wizard-drop">
          <FileUp size={20} aria-hidden />
          <b>{t('wizard.drop')}</b>
          <span>{t('wizard.drop.once')}</span>
        </div>
      )}
    </div>
  );
}

/** Listens to the window, so that no corner of it opens the file instead. */
function useDrops(): { readonly isOver: boolean; readonly error: Error | null } {
  const { change, goTo } = useDraft();
  const begin = useBeginDrop();
  const [isOver, setOver] = useState(false);
  const { error, run } = useCommand(async (file: File) => {
    const { dropId, name } = await begin(file);
    change(withSource({ kind: 'drop', dropId }, name));
    goTo('source');
  });
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    // Leaving a child is no leaving: only the window's edge has nothing behind it.
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) latest.current(file);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return { isOver, error };
}
