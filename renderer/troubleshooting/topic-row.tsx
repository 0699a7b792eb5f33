import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';

import type { DiagnosisState, Topic } from '../../preload/contract/doctor.ts';
import { Light } from '../ui/chip.tsx';
import { useTopicLight } from './lights.ts';

import styles from './trouble.module.css';

interface TopicRowProps {
  readonly id: Topic | 'computer';
  readonly title: string;
  readonly why: string;
  /** null = not looked at. */
  readonly state: DiagnosisState | null;
  readonly isRunning: boolean;
  readonly children: ReactNode;
}

/** One trouble with its light; opens onto what was found and what to do. */
export function TopicRow({ id, title, why, state, isRunning, children }: TopicRowProps) {
  const [isOpen, setOpen] = useState(false);
  const lightOf = useTopicLight();
  const bodyId = useId();
  return (
    <li data-topic={id} data-state={state ?? 'none'}>
      <button
        type="button"
        className={styles['head']}
        aria-expanded={isOpen}
        aria-controls={bodyId}
        data-row
        data-testid={`topic-${id}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronRight size={16} aria-hidden />}
        <span>
          <b>{title}</b>
          <span className={styles['why']}>{why}</span>
        </span>
        <Light status={lightOf(state, isRunning)} />
      </button>
      <div id={bodyId} hidden={!isOpen} className={styles['body']}>
        {isOpen && children}
      </div>
    </li>
  );
}
