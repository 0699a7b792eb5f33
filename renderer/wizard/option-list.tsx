import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import type { ReactNode } from 'react';

import { classes } from '../ui/classes.ts';

import styles from './option-list.module.css';

/** A few ways to go, each with its consequence; one is chosen. The arrows move between them. */
export function OptionList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles['list']} aria-label={label}>
      {children}
    </fieldset>
  );
}

interface OptionProps {
  /** The same for the options of one list. */
  readonly group: string;
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly text: string;
  /** What it sets, or why it cannot be chosen. */
  readonly note?: string | undefined;
  readonly isChosen: boolean;
  readonly isDisabled?: boolean;
  readonly testId: string;
  readonly onChoose: () => void;
}

/** One row of an OptionList. */
export function Option({ group, icon: Icon, title, text, note, isChosen, isDisabled, testId, onChoose }: OptionProps) {
  const id = useId();
  return (
    <label className={classes(styles['option'], isDisabled && styles['off'])}>
      <input
        type="radio"
        name={group}
        checked={isChosen}
        disabled={isDisabled}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        data-testid={testId}
        onChange={onChoose}
      />
      {Icon && <Icon size={16} aria-hidden />}
      <span>
        <b id={`${id}-title`}>{title}</b>
        <span id={`${id}-text`}>
          {text} {note !== undefined && <small>{note}</small>}
        </span>
      </span>
    </label>
  );
}
