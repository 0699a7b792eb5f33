import type { OutcomeKind } from '../../preload/contract/counters.ts';
import type { OutcomeCount, RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useOutcomes } from '../queries.ts';
import type { TextKey } from '../text.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { useStatuses } from './status.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';

/** What follows from an answer. Every pause that Meta asks for ends alike, whoever's limit it is. */
const THEN: Readonly<Record<OutcomeKind, TextKey>> = {
  synced: 'outcome.synced.action',
  retry: 'outcome.retry.action',
  throttled: 'outcome.throttled_ad_account.action',
  held: 'ui.outcome.held.action',
  refused: 'outcome.refused.action',
};

/** What Meta answered in this run, by what it means and by its code. */
export function Outcomes({ run }: { readonly run: RunFacts }) {
  const { t } = useTexts();
  const outcomes = useOutcomes(run.id);
  return (
    <section>
      <SectionHead title={t('ui.outcomes')} note={t('ui.outcomes.note')} />
      <Read of={outcomes} rows={2} failed={t('ui.outcomes.failed')}>
        {(rows) =>
          rows.length === 0 ? <p className={text['three']}>{t('ui.outcomes.none')}</p> : <Table run={run} rows={rows} />
        }
      </Read>
    </section>
  );
}

function Table({ run, rows }: { readonly run: RunFacts; readonly rows: readonly OutcomeCount[] }) {
  const { t } = useTexts();
  const { number, exact } = useFigures();
  const statuses = useStatuses();
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('ui.outcome')}</th>
          <th scope="col">{t('ui.step.column')}</th>
          <th scope="col">{t('ui.code')}</th>
          <th scope="col">{t('ui.then')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.attempts')}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.lastAt')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows
          .toSorted((a, b) => a.stepId - b.stepId || b.attempts - a.attempts)
          .map((row) => {
            const step = run.steps.find(({ stepId }) => stepId === row.stepId);
            return (
              <tr key={[row.stepId, row.kind, row.code, row.subcode].join(' ')} className={table['row']}>
                <td>
                  <Light status={statuses.outcome(row.kind)} />
                </td>
                <td>
                  {step ? t('ui.step.short', { step: step.position, action: t(`ui.action.${step.action}`) }) : '–'}
                </td>
                <td className={text['two']}>
                  <MetaCode code={row.code} subcode={row.subcode} />
                </td>
                <td className={text['two']}>{t(THEN[row.kind])}</td>
                <td className={table['num']}>{number(row.attempts)}</td>
                <td className={table['num']}>{exact(row.lastAt)}</td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}

/** Meta's code and subcode, kept for display: `80003/2446079`. */
export function MetaCode({ code, subcode }: { readonly code: number | null; readonly subcode: number | null }) {
  if (code === null) return <span className={text['three']}>–</span>;
  return <code>{subcode === null ? code : `${code}/${subcode}`}</code>;
}
