import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';

import type { RequestFacts, RequestRows } from '../../preload/contract/requests.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Keys } from '../ui/keys.tsx';
import { Read } from '../ui/reading.tsx';
import { useRequest, useRequestRows } from './panel-queries.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './request.module.css';

interface RequestProps {
  readonly runId: number;
  readonly batchId: number;
}

/** The request of a batch: where it goes, what its columns are, how much of the quota is used; its first rows when somebody asks. */
export function Request({ runId, batchId }: RequestProps) {
  const { t } = useTexts();
  const request = useRequest(runId, batchId);
  return (
    <Read of={request} rows={2} failed={t('ui.request.failed')}>
      {(facts) => (
        <div className={styles['request']} data-testid="request">
          <p className={styles['line']}>
            <code>
              <b>{facts.method}</b> {facts.host ?? t('ui.request.noHost')}
              {facts.path ?? t('ui.request.noPath')}
            </code>
          </p>
          <Facts facts={facts} />
          <Rows batchId={batchId} />
        </div>
      )}
    </Read>
  );
}

function Facts({ facts }: { readonly facts: RequestFacts }) {
  const { t } = useTexts();
  const { number, percent, exact } = useFigures();
  const usage = (['score', 'calls', 'app'] as const).flatMap((kind) => {
    const told = facts.usage[kind];
    if (told === null) return [];
    return [t(`ui.request.usage.${kind}`, { share: percent(told.percent, 100, 0), time: exact(told.at) })];
  });
  return (
    <dl className={styles['facts']}>
      <dt>{t('ui.request.token')}</dt>
      <dd>
        <code>Bearer ••••••••</code> {facts.hasProof && <code>appsecret_proof ••••••••</code>}
      </dd>
      <dt>{t('ui.request.schema')}</dt>
      <dd>
        <Keys keys={facts.schema} />
      </dd>
      <dt>{t('ui.request.rows')}</dt>
      <dd>{number(facts.entries)}</dd>
      <dt>{t('ui.request.usage')}</dt>
      <dd>
        {usage.length === 0 ? t('ui.quota.none') : usage.join('; ')}
        {facts.tier !== 'unknown' && ` · ${t('ui.quota.tier')}: ${t(`ui.tier.${facts.tier}`)}`}
      </dd>
    </dl>
  );
}

function Rows({ batchId }: { readonly batchId: number }) {
  const { t } = useTexts();
  const [isWanted, setWanted] = useState(false);
  const rows = useRequestRows(batchId, isWanted);
  return (
    <>
      <Button size="small" icon={isWanted ? EyeOff : Eye} testId="request-rows" onPress={() => setWanted(!isWanted)}>
        {t(isWanted ? 'ui.request.hide' : 'ui.request.show')}
      </Button>
      {isWanted && (
        <Read of={rows} rows={1} failed={t('ui.request.failed')}>
          {(shown) =>
            shown.isStored ? <RowsTable rows={shown} /> : <p className={text['three']}>{t('ui.request.gone')}</p>
          }
        </Read>
      )}
    </>
  );
}

function RowsTable({ rows: { keys, rows } }: { readonly rows: RequestRows }) {
  const { t } = useTexts();
  const { number } = useFigures();
  return (
    <table className={table['table']} data-testid="request-table">
      <thead>
        <tr>
          <th scope="col" className={table['num']}>
            {t('ui.line')}
          </th>
          {keys.map((key) => (
            <th key={key} scope="col">
              {key}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, place) => (
          // A person may have several rows, so a line is no key.
          <tr key={`${row.line} ${place}`}>
            <td className={table['num']}>{number(row.line)}</td>
            {row.cells.map((cell, at) => (
              <td key={keys[at]}>
                {cell === null ? (
                  <span className={text['three']}>{t('ui.request.plain')}</span>
                ) : (
                  <code>{cell === '' ? '–' : `${cell}…`}</code>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
