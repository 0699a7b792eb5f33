import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { useTexts } from '../text.ts';
import { classes } from './classes.ts';

import table from './table.module.css';
import styles from './virtual-table.module.css';

/** A column; widths are fixed, so that no row is measured. */
export interface Column<T> {
  readonly id: string;
  readonly label: string;
  /** CSS width; left out: shares what is left. */
  readonly width?: string;
  /** Figures stand right. */
  readonly isFigure?: boolean;
  /** Left out in narrow windows. */
  readonly isExtra?: boolean;
  readonly cell: (row: T) => ReactNode;
}

interface VirtualTableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => number | string;
  /** All rows that exist, also those that have not been read yet. */
  readonly total: number;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** The last row is near. */
  readonly onEnd: () => unknown;
}

const ROW_PX = 32;
const OVERSCAN = 12;

/**
 * A table of any length in a pane that scrolls: only rows in sight are in the page, the others are room above and below. Rows are one
 * line high; what does not fit is cut, and its title shows it.
 */
export function VirtualTable<T>({
  label,
  columns,
  rows,
  rowKey,
  total,
  hasMore,
  isLoadingMore,
  onEnd,
}: VirtualTableProps<T>) {
  const { t } = useTexts();
  const pane = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it is used within this component only
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const seen = virtual.getVirtualItems();
  const first = seen[0];
  const last = seen.at(-1);
  const isNearEnd = (last?.index ?? 0) >= rows.length - OVERSCAN;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoadingMore) onEnd();
  }, [isNearEnd, hasMore, isLoadingMore, onEnd]);
  return (
    // A pane that scrolls has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section ref={pane} className={styles['pane']} aria-label={label} tabIndex={0} data-testid="virtual-pane">
      {/* One more for the head. */}
      <table className={classes(table['table'], styles['table'])} aria-rowcount={total + 1}>
        <colgroup>
          {columns.map(({ id, width, isExtra }) => (
            <col key={id} className={isExtra ? styles['extra'] : undefined} style={width ? { width } : undefined} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ id, label: name, isFigure, isExtra }) => (
              <th key={id} scope="col" className={classes(isFigure && table['num'], isExtra && styles['extra'])}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Room px={first?.start ?? 0} />
          {seen.map(({ index }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <tr key={rowKey(row)} className={table['row']} aria-rowindex={index + 2}>
                  {columns.map(({ id, isFigure, isExtra, cell }) => (
                    <td key={id} className={classes(isFigure && table['num'], isExtra && styles['extra'])}>
                      {cell(row)}
                    </td>
                  ))}
                </tr>
              )
            );
          })}
          <Room px={virtual.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
      {isLoadingMore && <output className={table['more']}>{t('ui.loading')}</output>}
    </section>
  );
}

/** Where the rows would be that are not in sight. */
function Room({ px }: { readonly px: number }) {
  if (px <= 0) return null;
  return (
    <tr aria-hidden className={styles['room']}>
      {/* One cell: over several it would make room for the columns that are left out. */}
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nobody is told of it */}
      <td style={{ height: px }} />
    </tr>
  );
}
