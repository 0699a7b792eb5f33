import { Download, ListFilter, Lock } from 'lucide-react';
import { useDeferredValue, useState } from 'react';

import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { jobHref } from '../route.ts';
import { useSaveCsv } from '../save-csv.ts';
import { useTexts } from '../text.ts';
import { Bar } from '../ui/bar.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { totalProblems } from './job-tabs.tsx';
import { useProblems, useProblemsCsv } from './panel-queries.ts';
import { ProblemsTable } from './problems-table.tsx';

import styles from './problems.module.css';

interface ProblemsProps {
  readonly run: RunFacts;
  /** Name of the source. */
  readonly file: string;
  /** Only this code; null = all. */
  readonly code: string | null;
  /** The address names the run and shall go on doing so. */
  readonly keepsRun: boolean;
}

/** Rows and fields that were not sent as given: counts by code, then line, column and remedy. Never a value. */
export function Problems({ run, file, code, keepsRun }: ProblemsProps) {
  const { t } = useTexts();
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
      <Rows key={run.id} run={run} file={file} code={code} toAll={hrefOf(null)} />
    </div>
  );
}

interface RowsProps extends Pick<ProblemsProps, 'run' | 'file' | 'code'> {
  /** Where all codes are. */
  readonly toAll: string;
}

function Rows({ run, file, code, toAll }: RowsProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const [typed, setTyped] = useState('');
  const [openId, setOpenId] = useState<number | null>(null);
  const search = useDeferredValue(typed.trim());
  const counted = code === null ? totalProblems(run.problems) : (run.problems[code] ?? 0);
  const filter = { runId: run.id, code, search };
  const problems = useProblems(filter, counted);
  const csv = useProblemsCsv();
  const { isSaving, save } = useSaveCsv();
  const shown = problems.data?.length ?? 0;
  const isPart = search === '' && !problems.hasMore && problems.data !== undefined && shown < counted;
  return (
    <div className={styles['rows']}>
      <div className={styles['filter']}>
        <input
          type="search"
          aria-label={t('ui.problems.search')}
          placeholder={t('ui.problems.search')}
          data-testid="problem-search"
          value={typed}
          maxLength={200}
          onChange={({ target }) => setTyped(target.value)}
        />
        {isPart && <span>{t('ui.problems.kept', { kept: number(shown), total: number(counted) })}</span>}
        <Button
          size="small"
          icon={Download}
          isBusy={isSaving}
          testId="problem-export"
          onPress={() => save(`muster-problems-run-${run.number}.csv`, () => csv(filter))}
        >
          {t('ui.problems.export')}
        </Button>
      </div>
      <Read of={problems} rows={10} failed={t('ui.problems.failed')}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty
              title={search === '' ? t('ui.problems.noMatch', { code: code ?? '' }) : t('ui.problems.noSearch')}
              action={
                search === '' && (
                  <ButtonLink icon={ListFilter} href={toAll}>
                    {t('ui.problems.clear')}
                  </ButtonLink>
                )
              }
            />
          ) : (
            <ProblemsTable
              of={problems}
              rows={rows}
              total={problems.hasMore ? Math.max(counted, rows.length) : rows.length}
              file={file}
              openId={openId}
              onOpen={setOpenId}
            />
          )
        }
      </Read>
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
