import { X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useId, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { useTexts } from '../text.ts';
import { Button, IconButton } from './button.tsx';

import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons below a line, at the right. */
  readonly foot?: ReactNode;
  readonly onClose: () => void;
}

/**
 * The browser's own modal dialog: it traps focus, closes on Esc and gives the focus back. Mounted = open. A button of `foot` marked
 * `isSafe` has the focus first, or the field that its form begins with.
 */
export function Dialog({ title, children, foot, onClose }: DialogProps) {
  const { t } = useTexts();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // In the layout phase, since a dialog that has left the document cannot give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-safe], [data-first]')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} className={styles['dialog']} aria-labelledby={titleId} onClose={onClose}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon={X} label={t('ui.close')} onPress={onClose} />
      </header>
      <div className={styles['body']}>{children}</div>
      {foot && <footer>{foot}</footer>}
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  /** What will happen, one fact a line. */
  readonly facts: readonly {
    readonly icon: LucideIcon;
    readonly family: 'ok' | 'bad' | 'off';
    readonly text: string;
  }[];
  readonly act: { readonly label: string; readonly icon: LucideIcon; readonly isHarmful?: boolean };
  /** What the safe button says; it has the focus first. */
  readonly keep: string;
  readonly onAct: () => void;
  readonly onClose: () => void;
}

/** Asks before something that concerns many people or cannot be taken back as it was. */
export function Confirm({ title, facts, act, keep, onAct, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button isSafe onPress={onClose}>
            {keep}
          </Button>
          <Button
            kind={act.isHarmful ? 'danger' : 'primary'}
            icon={act.icon}
            onPress={() => {
              onClose();
              onAct();
            }}
          >
            {act.label}
          </Button>
        </>
      }
    >
      <ul className={styles['facts']}>
        {facts.map(({ icon: Icon, family, text }) => (
          <li key={text} className={styles[family]}>
            <Icon size={16} aria-hidden />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
