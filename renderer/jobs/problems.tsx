import { ListFilter, Lock } from 'lucide-react';

import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useProblems } from '../queries.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Bar } from '../ui/bar.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { totalProblems } from './job-tabs.tsx';
import { ProblemsTable } from './problems-table.tsx';

import styles from './problems.module.css';

interface ProblemsProps {
  readonly run: RunFacts;
  /** Only this code; null = all. */
  readonly code: string | null;
  /** The address names the run and shall go on doing so. */
  readonly keepsRun: boolean;
}

/** Rows and fields that were not sent as given: counts by code, then line, column and remedy. Never a value. */
export function Problems({ run, code, keepsRun }: ProblemsProps) {
  const { t } = useTexts();
  const problems = useProblems(run.id, code);
  const counts = Object.entries(run.problems).toSorted(([, a], [, b]) => b - a);
  const hrefOf = (of: string | null): string =>
    jobHref(run.jobId, { tab: 'problems', runId: keepsRun ? run.id : null, code: of });
  if (counts.length === 0) {
    return (
      <Empty title={t('ui.problems.none')}>
        <p>{t('ui.problems.none.text')}</p>
      </Empty>
    );
  }
  return (
    <div className={styles['split']}>
      <Facets counts={counts} code={code} hrefOf={hrefOf} />
      {/* A pane that scrolls has to be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles['rows']} aria-label={t('ui.tab.problems')} tabIndex={0}>
        <Read of={problems} rows={10} failed={t('ui.problems.failed')}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty
                title={t('ui.problems.noMatch', { code: code ?? '' })}
                action={
                  <ButtonLink icon={ListFilter} href={hrefOf(null)}>
                    {t('ui.problems.clear')}
                  </ButtonLink>
                }
              />
            ) : (
              <ProblemsTable
                of={problems}
                rows={rows}
                total={code === null ? totalProblems(run.problems) : (run.problems[code] ?? 0)}
              />
            )
          }
        </Read>
      </section>
    </div>
  );
}

interface FacetsProps {
  readonly counts: readonly (readonly [string, number])[];
  readonly code: string | null;
  readonly hrefOf: (code: string | null) => string;
}

function Facets({ counts, code, hrefOf }: FacetsProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const most = Math.max(...counts.map(([, count]) => count));
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <nav className={styles['facets']} aria-label={t('ui.problems.byCode')}>
      <a className={styles['facet']} href={hrefOf(null)} aria-current={code === null ? 'true' : undefined}>
        <span className={styles['all']}>{t('ui.problems.all')}</span>
        <span>{number(total)}</span>
      </a>
      {counts.map(([name, count]) => (
        <a
          key={name}
          className={styles['facet']}
          href={hrefOf(name)}
          title={name}
          aria-current={code === name ? 'true' : undefined}
        >
          <code>{name}</code>
          <span>{number(count)}</span>
          <span className={styles['share']} style={{ width: `${(count / most) * 100}%` }}>
            <Bar isThin segments={[['not_synced', count]]} />
          </span>
        </a>
      ))}
      <p className={styles['note']}>
        <Lock size={14} aria-hidden />
        {t('ui.problems.noValues')}
      </p>
    </nav>
  );
}
