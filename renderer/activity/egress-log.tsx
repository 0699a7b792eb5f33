import { Lock } from 'lucide-react';

import type { Egress } from '../../preload/contract/activity.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { Empty, Read } from '../ui/reading.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import type { Column } from '../ui/virtual-table.tsx';
import { useEgress } from './log-queries.ts';

import text from '../ui/text.module.css';
import styles from './activity.module.css';

interface EgressLogProps {
  readonly filter: Parameters<typeof useEgress>[0];
  readonly isFiltered: boolean;
}

/** Every request that left this computer, newest first, with the sums of what is shown. */
export function EgressLog({ filter, isFiltered }: EgressLogProps) {
  const { t } = useTexts();
  const { number, bytes } = useFigures();
  const log = useEgress(filter);
  const columns = useColumns();
  return (
    <>
      <p className={styles['sum']} data-testid="egress-sum">
        <Lock size={14} aria-hidden />
        {log.sum &&
          t('ui.egress.sum', {
            requests: number(log.sum.requests),
            count: log.sum.requests,
            entries: number(log.sum.entries),
            bytes: bytes(log.sum.bytes),
          })}{' '}
        {t('ui.egress.hashed')}
      </p>
      <Read of={log} rows={10} failed={t('ui.activity.failed')}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t(isFiltered ? 'ui.activity.noMatch' : 'ui.egress.empty')}>
              <p>{t(isFiltered ? 'ui.activity.noMatch.text' : 'ui.egress.empty.text')}</p>
            </Empty>
          ) : (
            <VirtualTable
              label={t('ui.activity.tab.egress')}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              total={log.sum?.requests ?? rows.length}
              hasMore={log.hasMore}
              isLoadingMore={log.isLoadingMore}
              onEnd={log.loadMore}
            />
          )
        }
      </Read>
    </>
  );
}

function useColumns(): readonly Column<Egress>[] {
  const { t } = useTexts();
  const { exact, number, bytes } = useFigures();
  return [
    {
      id: 'at',
      label: t('ui.activity.when'),
      width: '168px',
      cell: ({ at }) => <span className={classes(text['two'], text['figures'])}>{exact(at)}</span>,
    },
    {
      id: 'where',
      label: t('ui.egress.where'),
      cell: ({ method, host, path }) => (
        <code title={`${method} ${host}${path}`}>
          <b>{method}</b> {host}
          {path}
        </code>
      ),
    },
    {
      id: 'audience',
      label: t('ui.egress.audience'),
      width: '152px',
      isExtra: true,
      cell: ({ audience }) => audience ?? '–',
    },
    {
      id: 'keys',
      label: t('ui.egress.keys'),
      width: '18%',
      isExtra: true,
      cell: ({ keys }) => <span title={keys.join(', ')}>{keys.length === 0 ? '–' : keys.join(', ')}</span>,
    },
    {
      id: 'entries',
      label: t('ui.egress.entries'),
      width: '88px',
      isFigure: true,
      cell: ({ entries }) => <span className={entries === 0 ? text['three'] : undefined}>{number(entries)}</span>,
    },
    { id: 'bytes', label: t('ui.egress.bytes'), width: '96px', isFigure: true, cell: (row) => bytes(row.bytes) },
  ];
}
