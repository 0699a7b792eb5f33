import { X } from 'lucide-react';

import type { ProblemRow } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import type { PagedReading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { IconButton } from '../ui/button.tsx';
import { Keys } from '../ui/keys.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import type { Column } from '../ui/virtual-table.tsx';

import styles from './problems-table.module.css';

interface ProblemsTableProps {
  readonly of: PagedReading<ProblemRow>;
  readonly rows: readonly ProblemRow[];
  /** All rows that there are, as far as anybody knows. */
  readonly total: number;
  /** Name of the source. */
  readonly file: string;
  /** The row that the inspector shows; null = it is closed. */
  readonly openId: number | null;
  readonly onOpen: (id: number | null) => void;
}

/** One line per problem, in the order of the file; its line number opens the inspector. */
export function ProblemsTable({ of, rows, total, file, openId, onOpen }: ProblemsTableProps) {
  const { t } = useTexts();
  const columns = useColumns(file, openId, onOpen);
  const open = openId === null ? undefined : rows.find(({ id }) => id === openId);
  return (
    <>
      <VirtualTable
        label={t('ui.tab.problems')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        total={total}
        hasMore={of.hasMore}
        isLoadingMore={of.isLoadingMore}
        onEnd={of.loadMore}
      />
      {open && <Inspector row={open} file={file} onClose={() => onOpen(null)} />}
    </>
  );
}

function useLines(): (row: ProblemRow) => string {
  const { t } = useTexts();
  const { number } = useFigures();
  return ({ line, lastLine }) => {
    if (line === null) return '–';
    return lastLine === null || lastLine === line
      ? number(line)
      : t('ui.range', { from: number(line), to: number(lastLine) });
  };
}

function useRemedy(): (row: ProblemRow) => string {
  const { known } = useTexts();
  return ({ code, column, key }) => known(`problem.${code}`, { column: column ?? '', key: key ?? '' }) ?? '–';
}

function useColumns(
  file: string,
  openId: number | null,
  onOpen: ProblemsTableProps['onOpen'],
): readonly Column<ProblemRow>[] {
  const { t } = useTexts();
  const lines = useLines();
  const remedy = useRemedy();
  return [
    {
      id: 'file',
      label: t('ui.problems.file'),
      width: '13%',
      isExtra: true,
      cell: () => <span title={file}>{file}</span>,
    },
    {
      id: 'line',
      label: t('ui.line'),
      width: '76px',
      isFigure: true,
      cell: (row) => (
        <button
          type="button"
          className={styles['line']}
          aria-expanded={row.id === openId}
          aria-label={t('ui.problems.open', { line: lines(row) })}
          data-testid="problem-open"
          onClick={() => onOpen(row.id === openId ? null : row.id)}
        >
          {lines(row)}
        </button>
      ),
    },
    {
      id: 'column',
      label: t('ui.column'),
      width: '14%',
      cell: ({ column }) => <span title={column ?? ''}>{column ?? '–'}</span>,
    },
    { id: 'key', label: t('ui.key'), width: '96px', cell: ({ key }) => (key === null ? '–' : <Keys keys={[key]} />) },
    { id: 'code', label: t('ui.code'), width: '148px', cell: ({ code }) => <code title={code}>{code}</code> },
    { id: 'remedy', label: t('ui.remedy'), cell: (row) => <span title={remedy(row)}>{remedy(row)}</span> },
  ];
}

/** One problem in full: where it is, what it means, what to do about it. */
function Inspector({
  row,
  file,
  onClose,
}: {
  readonly row: ProblemRow;
  readonly file: string;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const lines = useLines();
  const remedy = useRemedy();
  return (
    <section className={styles['inspector']} aria-label={t('ui.problems.inspector')} data-testid="problem-inspector">
      <p>{remedy(row)}</p>
      <IconButton icon={X} size="small" label={t('ui.problems.close')} testId="problem-close" onPress={onClose} />
      <dl>
        <dt>{t('ui.problems.file')}</dt>
        <dd>{file}</dd>
        <dt>{t('ui.line')}</dt>
        <dd>{lines(row)}</dd>
        <dt>{t('ui.column')}</dt>
        <dd>{row.column ?? '–'}</dd>
        <dt>{t('ui.key')}</dt>
        <dd>{row.key ?? '–'}</dd>
        <dt>{t('ui.code')}</dt>
        <dd>
          <code>{row.code}</code>
        </dd>
      </dl>
    </section>
  );
}
