import { ArrowRight, CircleHelp, CircleMinus } from 'lucide-react';

import type { JobDetail, RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import { Keys } from '../ui/keys.tsx';
import { SectionHead } from '../ui/section-head.tsx';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './fields.module.css';

/** Below this the guess of a column's key deserves a look. */
const SURE = 0.8;

/** Which column feeds which of Meta's keys, and which keys each step sends. */
export function Fields({ job, run }: { readonly job: JobDetail; readonly run: RunFacts }) {
  const { t } = useTexts();
  return (
    <div className={styles['fields']}>
      <section>
        <SectionHead isFirst title={t('ui.fields')} note={job.sourceName} />
        {job.mapping.length === 0 ? (
          <p className={text['three']}>{t('ui.fields.none')}</p>
        ) : (
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('ui.column')}</th>
                <th scope="col">{t('ui.key')}</th>
                <th scope="col" className={table['num']}>
                  {t('ui.confidence')}
                </th>
              </tr>
            </thead>
            <tbody>
              {job.mapping.map((field) => (
                <FieldRow key={field.column} field={field} />
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section>
        <SectionHead isFirst title={t('ui.fields.steps')} />
        <ul className={styles['steps']}>
          {run.steps.map((step) => (
            <li key={step.stepId}>
              <b>{t(`ui.step.${step.action}`, { audience: step.audience.name })}</b>
              <Keys keys={step.keys} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function FieldRow({ field }: { readonly field: JobDetail['mapping'][number] }) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const isSure = field.confidence >= SURE;
  return (
    <tr className={table['row']}>
      <td className={table['name']}>{field.column}</td>
      <td>
        {field.key === null ? (
          <Light status={{ family: 'off', icon: CircleMinus, label: t('ui.fields.leftOut') }} />
        ) : (
          <span className={styles['key']}>
            <ArrowRight size={14} aria-hidden />
            <Keys keys={[field.key]} />
          </span>
        )}
      </td>
      <td className={table['num']}>
        {field.key !== null && !isSure ? (
          <Light
            status={{
              family: 'warn',
              icon: CircleHelp,
              label: t('ui.fields.look', { share: percent(field.confidence, 1, 0) }),
            }}
          />
        ) : (
          <span className={text['three']}>{field.key === null ? '–' : percent(field.confidence, 1, 0)}</span>
        )}
      </td>
    </tr>
  );
}
