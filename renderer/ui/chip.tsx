import type { LucideIcon } from 'lucide-react';

import { classes } from './classes.ts';

import styles from './chip.module.css';

/** The six status families; a colour never means anything else. */
export type Family = 'ok' | 'warn' | 'bad' | 'held' | 'pending' | 'off';

/** A state as people see it: never colour alone, always icon and word. */
export interface Status {
  readonly family: Family;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isTurning?: boolean;
}

/** A tinted state, for where the eye searches a column. */
export function Chip({ status }: { readonly status: Status }) {
  return <Face status={status} className={styles['chip']} />;
}

/** A state without tint, for inside a row or sentence. */
export function Light({ status }: { readonly status: Status }) {
  return <Face status={status} className={styles['light']} />;
}

function Face({ status, className }: { readonly status: Status; readonly className: string | undefined }) {
  const { icon: Icon, family, label, isTurning } = status;
  return (
    <span className={classes(className, styles[family])}>
      <Icon size={14} aria-hidden className={isTurning ? styles['turning'] : undefined} />
      {label}
    </span>
  );
}
