import type { ReactNode } from 'react';

import { classes } from './classes.ts';
import { Help } from './help.tsx';
import type { Word } from './help.tsx';

import styles from './section-head.module.css';

interface SectionHeadProps {
  readonly title: string;
  /** What stands quietly beside the title: a count, a unit. */
  readonly note?: ReactNode;
  readonly badge?: number;
  /** A hard word of it that is explained beside it. */
  readonly help?: Word;
  /** Controls at the right edge. */
  readonly end?: ReactNode;
  readonly isFirst?: boolean;
}

/** The heading line of a part of a page. */
export function SectionHead({ title, note, badge, help, end, isFirst }: SectionHeadProps) {
  return (
    <div className={classes(styles['head'], isFirst && styles['first'])}>
      <h2>{title}</h2>
      {badge !== undefined && <span className={styles['badge']}>{badge}</span>}
      {note !== undefined && <span className={styles['note']}>{note}</span>}
      {help !== undefined && <Help word={help} />}
      {end !== undefined && <div className={styles['end']}>{end}</div>}
    </div>
  );
}
