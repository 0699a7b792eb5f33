import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Family } from './chip.tsx';
import { classes } from './classes.ts';

import styles from './banner.module.css';

interface BannerProps {
  readonly family: Family;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Runs from edge to edge above the content instead of standing in it. */
  readonly isFlush?: boolean;
  /** Said at once by a screen reader. */
  readonly isUrgent?: boolean;
}

/** A fact, in one sentence, with its one action. */
export function Banner({ family, icon: Icon, title, children, action, isFlush, isUrgent }: BannerProps) {
  return (
    <div
      className={classes(styles['banner'], styles[family], isFlush && styles['flush'])}
      role={isUrgent ? 'alert' : undefined}
    >
      <Icon size={16} aria-hidden />
      <p>
        <b>{title}</b> {children}
      </p>
      {action && <div className={styles['action']}>{action}</div>}
    </div>
  );
}
