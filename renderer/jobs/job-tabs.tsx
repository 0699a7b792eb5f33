import { useFigures } from '../clock.ts';
import { useBatches, useRun } from '../queries.ts';
import { JOB_TABS, jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import type { JobRoute } from './job-screen.tsx';

import styles from './job-tabs.module.css';

interface JobTabsProps {
  readonly jobId: number;
  readonly runId: number;
  readonly route: JobRoute;
}

/** The parts of a job's page as links, with how much each holds. */
export function JobTabs({ jobId, runId, route }: JobTabsProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { data: run } = useRun(runId);
  const counts = {
    live: null,
    batches: useBatches(runId).total,
    problems: run ? totalProblems(run.problems) : null,
    person: null,
    runs: null,
    fields: null,
    settings: null,
  };
  return (
    <nav className={styles['tabs']} aria-label={t('ui.tabs')}>
      {JOB_TABS.map((tab) => {
        const count = counts[tab];
        return (
          <a
            key={tab}
            href={jobHref(jobId, { tab, runId: route.runId })}
            aria-current={tab === route.tab ? 'page' : undefined}
          >
            {t(`ui.tab.${tab}`)}
            {count !== null && <span>{number(count)}</span>}
          </a>
        );
      })}
    </nav>
  );
}

/** Counts are exact, however few rows were kept. */
export function totalProblems(problems: Readonly<Record<string, number>>): number {
  return Object.values(problems).reduce((total, count) => total + count, 0);
}
