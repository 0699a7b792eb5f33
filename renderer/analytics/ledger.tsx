import { ArrowRight, CircleCheck, CircleMinus, CircleX, Clock, LogIn, LogOut } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Counters } from '../../preload/contract/counters.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Bar } from '../ui/bar.tsx';
import { classes } from '../ui/classes.ts';
import { Figure } from '../ui/figure.tsx';

import styles from './ledger.module.css';

type CounterName = keyof Counters;

/** In the order of the equation; `operator` stands on the line before the cell. */
const CELLS: readonly { readonly name: CounterName; readonly icon: LucideIcon; readonly operator?: string }[] = [
  { name: 'entered', icon: LogIn },
  { name: 'synced', icon: CircleCheck, operator: '=' },
  { name: 'not_synced', icon: CircleMinus, operator: '+' },
  { name: 'pending', icon: Clock, operator: '+' },
  { name: 'errored', icon: CircleX, operator: '+' },
  { name: 'proceeded', icon: ArrowRight, operator: '=' },
  { name: 'exited', icon: LogOut, operator: '+' },
];

/** The counters whose definition the help sheet repeats. */
export const COUNTER_NAMES = CELLS.map(({ name }) => name);

interface LedgerProps {
  readonly label: string;
  readonly counters: Counters;
  /** The part of pending that waits for a person. */
  readonly held: number;
  /** One quiet line under a number. */
  readonly notes?: Readonly<Partial<Record<CounterName, string>>>;
  /** Where a number's rows are. */
  readonly hrefs?: Readonly<Partial<Record<CounterName, string>>>;
  /** Sentences under the bars: why people wait, why they errored. */
  readonly children?: ReactNode;
}

/** Seven counters as one equation, and three bars on one scale that prove it. */
export function Ledger({ label, counters, held, notes, hrefs, children }: LedgerProps) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const { entered, synced, not_synced, pending, errored, proceeded, exited } = counters;
  const shares = t('ui.ledger.shares', {
    synced: percent(synced, entered, 1),
    notSynced: percent(not_synced, entered, 1),
    pending: percent(pending, entered, 1),
    held: percent(held, entered, 1),
    errored: percent(errored, entered, 1),
  });
  return (
    <section className={styles['ledger']} aria-label={label}>
      {CELLS.map(({ name, icon, operator }) => (
        <Cell
          key={name}
          name={name}
          icon={icon}
          operator={operator}
          value={counters[name]}
          note={notes?.[name]}
          href={hrefs?.[name]}
        />
      ))}
      <div className={styles['bars']}>
        <div>
          <Bar segments={[['entered', entered]]} />
        </div>
        <div className={styles['outcome']}>
          <Bar
            label={shares}
            segments={[
              ['synced', synced],
              ['not_synced', not_synced],
              ['pending', pending - held],
              ['held', held],
              ['errored', errored],
            ]}
          />
        </div>
        <div className={styles['leaving']}>
          <Bar
            segments={[
              ['proceeded', proceeded],
              ['exited', exited],
            ]}
          />
        </div>
      </div>
      {children}
    </section>
  );
}

interface CellProps {
  readonly name: CounterName;
  readonly icon: LucideIcon;
  readonly operator: string | undefined;
  readonly value: number;
  readonly note: string | undefined;
  readonly href: string | undefined;
}

function Cell({ name, icon: Icon, operator, value, note, href }: CellProps) {
  const { t } = useTexts();
  const facts = {
    className: classes(styles['cell'], name === 'proceeded' && styles['second']),
    title: t(`counter.${name}.help`),
    'data-counter': name,
    'data-value': value,
    'data-operator': operator,
  };
  const face = (
    <>
      <span className={classes(styles['label'], styles[name])}>
        <Icon size={14} aria-hidden />
        {t(`counter.${name}`)}
      </span>
      <span className={classes(styles['value'], value === 0 && styles['zero'])}>
        <Figure value={value} />
      </span>
      <span className={styles['note']}>{note}</span>
    </>
  );
  return href === undefined ? (
    <div {...facts}>{face}</div>
  ) : (
    <a {...facts} href={href}>
      {face}
    </a>
  );
}
