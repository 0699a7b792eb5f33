import { useState } from 'react';

import type { PreviewColumn, PreviewRow } from '../../preload/contract/sources.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { MapRow } from './map-row.tsx';

import table from '../ui/table.module.css';
import styles from './map.module.css';

interface MapTableProps {
  readonly columns: readonly PreviewColumn[];
  readonly row: PreviewRow | undefined;
  readonly error: Error | null;
}

/** The columns that are mapped; those left out are one line, and open below it. */
export function MapTable({ columns, row, error }: MapTableProps) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  // A column that is taken out stays where the hand is, until the page is opened again.
  const [first] = useState(() => new Set(columns.flatMap(({ key, index }) => (key === null ? [] : [index]))));
  const isIn = ({ index, key }: PreviewColumn): boolean => key !== null || first.has(index);
  const kept = columns.filter(isIn);
  const others = columns.filter((column) => !isIn(column));
  const shown = isOpen ? columns : kept;
  return (
    <>
      <RefusalBanner error={error} />
      <table className={classes(table['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{t('ui.column')}</th>
            <th scope="col">{t('wizard.map.key')}</th>
            <th scope="col">{t('wizard.map.guess')}</th>
            <th scope="col">{t('wizard.map.raw')}</th>
            <th scope="col">{t('wizard.map.normalized')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column) => (
            <MapRow
              key={column.index}
              column={column}
              cell={row?.cells.find(({ index }) => index === column.index)}
              isNone={row?.line === null}
            />
          ))}
        </tbody>
      </table>
      {others.length > 0 && (
        <p className={styles['others']}>
          {t('ui.wizard.map.others', { count: others.length, columns: others.map(({ column }) => column).join(', ') })}{' '}
          <button
            type="button"
            className={styles['show']}
            aria-expanded={isOpen}
            data-testid="wizard-map-others"
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'wizard.map.others.hide' : 'wizard.map.others.show')}
          </button>
        </p>
      )}
      {row?.notSent != null && <p className={styles['notSent']}>{t(`wizard.row.${row.notSent}`)}</p>}
    </>
  );
}
