import { CircleHelp } from 'lucide-react';
import { useId, useRef } from 'react';

import { useTexts } from '../text.ts';

import styles from './help.module.css';

/** The hard words that are explained beside where they stand. */
export type Word = 'counters' | 'hold' | 'audience' | 'keys';
const GAP_PX = 6;
const EDGE_PX = 12;

/** A question mark that opens a short explanation; Esc and a press elsewhere close it. */
export function Help({ word }: { readonly word: Word }) {
  const { t } = useTexts();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const name = t('help.what', { word: t(`help.${word}`) });
  /** Under the question mark, and within the window. */
  const place = (): void => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !box.current) return;
    const { style, offsetWidth, offsetHeight } = box.current;
    const isBelow = at.bottom + GAP_PX + offsetHeight < window.innerHeight;
    style.left = `${Math.max(EDGE_PX, Math.min(at.left, window.innerWidth - offsetWidth - EDGE_PX))}px`;
    style.top = `${isBelow ? at.bottom + GAP_PX : at.top - GAP_PX - offsetHeight}px`;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles['mark']}
        aria-label={name}
        title={name}
        popoverTarget={id}
        data-testid={`help-${word}`}
      >
        <CircleHelp size={14} aria-hidden />
      </button>
      <span ref={box} id={id} popover="auto" className={styles['box']} onToggle={place}>
        {t(`help.${word}.text`)}
      </span>
    </>
  );
}
