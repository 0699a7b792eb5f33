import { classes } from './classes.ts';

import styles from './bar.module.css';

type Segment = 'entered' | 'synced' | 'not_synced' | 'pending' | 'held' | 'errored' | 'proceeded' | 'exited';

interface BarProps {
  /** Drawn in this order, each as long as its count; zeros are left out. */
  readonly segments: readonly (readonly [Segment, number])[];
  readonly isThin?: boolean;
  /** Read out instead of the picture; without it the bar repeats what stands beside it and is skipped. */
  readonly label?: string;
}

/** Shares of one whole on one scale. What waits is hatched. */
export function Bar({ segments, isThin, label }: BarProps) {
  return (
    <div
      className={classes(styles['bar'], isThin && styles['thin'])}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {segments.map(([name, count]) =>
        count > 0 ? <span key={name} className={styles[name]} style={{ flexGrow: count }} /> : null,
      )}
    </div>
  );
}

/** How far a reading has come, 0 to 1; null when the end is not known. */
export function ProgressBar({ share, label }: { readonly share: number | null; readonly label: string }) {
  return (
    <progress className={styles['progress']} aria-label={label} max={1} {...(share === null ? {} : { value: share })} />
  );
}
