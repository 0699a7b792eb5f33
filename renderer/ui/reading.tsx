import { CircleX, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';

import { EngineRefusal } from '../engine.tsx';
import type { Reading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from './button.tsx';
import { EmptyRanks } from './mark.tsx';

import styles from './reading.module.css';
import text from './text.module.css';

interface ReadProps<T> {
  readonly of: Reading<T>;
  /** Rows of the skeleton, so that nothing jumps when the data comes. */
  readonly rows: number;
  /** Title when the engine refused; what it said stands below. */
  readonly failed: string;
  /** Other way out than "Try again", where trying again cannot help. */
  readonly wayOut?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/**
 * The drawn states of one reading: skeleton after 300 ms, failed with its one action, full.
 * Data that is there stays, whatever happens to its renewal; a silent engine keeps the skeleton, the frame says why.
 */
export function Read<T>({ of, rows, failed, wayOut, children }: ReadProps<T>) {
  if (of.data !== undefined) return children(of.data);
  if (of.error instanceof EngineRefusal)
    return <Failed title={failed} said={of.error} wayOut={wayOut} onRetry={of.refetch} />;
  return <Skeleton rows={rows} />;
}

/** Grey rows in the geometry of a table. */
function Skeleton({ rows }: { readonly rows: number }) {
  const { t } = useTexts();
  return (
    <div className={styles['skeleton']}>
      <output className={text['sr']}>{t('ui.loading')}</output>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles['row']} aria-hidden>
          <i style={{ width: `${[78, 52, 64, 56, 84][row % 5] ?? 60}%` }} />
          <i className={styles['chip']} />
          <i style={{ width: `${[90, 60, 100, 45, 75][row % 5] ?? 70}%` }} />
        </div>
      ))}
    </div>
  );
}

interface FailedProps {
  readonly title: string;
  readonly said: EngineRefusal;
  readonly wayOut?: ReactNode;
  readonly onRetry: () => unknown;
}

function Failed({ title, said, wayOut, onRetry }: FailedProps) {
  const { t } = useTexts();
  return (
    <Middle title={title} drawing={<CircleX size={20} className={styles['cross']} aria-hidden />}>
      <p>{said.message}</p>
      <p>{t('ui.failed.safe')}</p>
      <code className={text['three']}>{said.code}</code>
      <div className={styles['actions']}>
        {wayOut ?? (
          <Button kind="primary" icon={RefreshCw} onPress={onRetry}>
            {t('ui.failed.retry')}
          </Button>
        )}
      </div>
    </Middle>
  );
}

/** What a thing is while there is none of it, with one action. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <Middle title={title} drawing={<EmptyRanks />}>
      {children}
      {action && <div className={styles['actions']}>{action}</div>}
    </Middle>
  );
}

function Middle({
  title,
  drawing,
  children,
}: {
  readonly title: string;
  readonly drawing: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['middle']}>
      {drawing}
      <h2>{title}</h2>
      {children}
    </div>
  );
}
