import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { classes } from '../ui/classes.ts';
import { useHandsOverFocus } from '../ui/focus.ts';

import styles from './why.module.css';

interface WhyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly look?: 'pending' | 'held' | 'errored' | 'off';
  readonly action?: ReactNode;
}

/** One line under a step's numbers: what they mean, and what to do about it. */
export function Why({ icon: Icon, title, text, look = 'pending', action }: WhyProps) {
  const ref = useHandsOverFocus<HTMLDivElement>();
  return (
    <div ref={ref} className={classes(styles['why'], styles[look])} data-why={look}>
      <Icon size={14} aria-hidden />
      <p>
        <b>{title}</b> {text}
      </p>
      {action && <div className={styles['action']}>{action}</div>}
    </div>
  );
}
