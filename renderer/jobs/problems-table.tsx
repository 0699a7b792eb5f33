import type { ProblemRow } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import type { PagedReading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { Keys } from '../ui/keys.tsx';
import { LoadMore } from '../ui/load-more.tsx';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './problems-table.module.css';

interface ProblemsTableProps {
  readonly of: PagedReading<ProblemRow>;
  readonly rows: readonly ProblemRow[];
  /** Exact count of the run, which may be more than the rows that were kept. */
  readonly total: number;
}

/** One line per problem, in the order of the file. */
export function ProblemsTable({ of, rows, total }: ProblemsTableProps) {
  const { t, known } = useTexts();
  const { number } = useFigures();
  const lines = ({ line, lastLine }: ProblemRow): string => {
    if (line === null) return '–';
    return lastLine === null || lastLine === line
      ? number(line)
      : t('ui.range', { from: number(line), to: number(lastLine) });
  };
  return (
    <>
      <table className={classes(table['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col" className={table['num']}>
              {t('ui.line')}
            </th>
            <th scope="col">{t('ui.column')}</th>
            <th scope="col">{t('ui.key')}</th>
            <th scope="col">{t('ui.code')}</th>
            <th scope="col" className={styles['remedy']}>
              {t('ui.remedy')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={table['row']}>
              <td className={table['num']}>{lines(row)}</td>
              <td>{row.column ?? '–'}</td>
              <td>{row.key === null ? '–' : <Keys keys={[row.key]} />}</td>
              <td className={text['two']}>
                <code>{row.code}</code>
              </td>
              <td className={styles['remedy']}>
                {known(`problem.${row.code}`, { column: row.column ?? '', key: row.key ?? '' }) ?? '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore of={of} total={total} />
      {!of.hasMore && rows.length < total && (
        <p className={table['more']}>{t('ui.problems.kept', { kept: number(rows.length), total: number(total) })}</p>
      )}
    </>
  );
}
