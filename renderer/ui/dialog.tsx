import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

import { useTexts } from '../text.ts';
import { IconButton } from './button.tsx';

import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** The browser's own modal dialog: it traps focus, closes on Esc and gives the focus back. Mounted = open. */
export function Dialog({ title, children, onClose }: DialogProps) {
  const { t } = useTexts();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} className={styles['dialog']} aria-labelledby={titleId} onClose={onClose}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon={X} label={t('ui.close')} onPress={onClose} />
      </header>
      <div className={styles['body']}>{children}</div>
    </dialog>
  );
}
