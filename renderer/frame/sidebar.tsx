import { ArrowLeftRight, FileCheck, History, LayoutDashboard, LifeBuoy, Plug, Plus, Settings } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

import { useFigures } from '../clock.ts';
import { useStatuses } from '../jobs/status.ts';
import { useMoments } from '../moments.ts';
import { useHolds, useJobs } from '../queries.ts';
import { jobHref, wizardHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';

import styles from './sidebar.module.css';

/** As many jobs as stay on one screen at 700 px; the rest is one click away. */
const SHORTCUT_JOBS = 12;

/** Where one can go. A rail of icons in a narrow window. */
export function Sidebar() {
  const { t } = useTexts();
  const { number } = useFigures();
  const route = useMoments((now) => now.route);
  const { data: jobs = [] } = useJobs();
  const { data: holds = [] } = useHolds();
  const unsigned = holds.filter(({ reason }) => reason === 'terms' || reason === 'value_terms').length;
  return (
    <nav className={styles['sidebar']} aria-label={t('ui.nav')} data-pane>
      <a className={styles['new']} href={wizardHref('connect')} title={t('wizard.new')} data-testid="new-job">
        <Plus size={16} aria-hidden />
        <span className={styles['label']}>{t('wizard.new')}</span>
      </a>
      <ul>
        <Place
          href="#/home"
          icon={LayoutDashboard}
          label={t('ui.overview')}
          isCurrent={route.screen === 'home'}
          held={holds.length}
        />
        <Place
          href="#/jobs"
          icon={ArrowLeftRight}
          label={t('ui.jobs')}
          isCurrent={route.screen === 'jobs'}
          count={jobs.length === 0 ? undefined : number(jobs.length)}
        />
        <Place href="#/accounts" icon={Plug} label={t('ui.accounts.title')} isCurrent={route.screen === 'accounts'} />
        <Place
          href="#/terms"
          icon={FileCheck}
          label={t('ui.terms')}
          isCurrent={route.screen === 'terms'}
          held={unsigned}
        />
        <Place
          href="#/troubleshooting"
          icon={LifeBuoy}
          label={t('ui.trouble')}
          isCurrent={route.screen === 'troubleshooting'}
        />
        <Place href="#/activity" icon={History} label={t('ui.activity')} isCurrent={route.screen === 'activity'} />
        <Place href="#/settings" icon={Settings} label={t('ui.settings')} isCurrent={route.screen === 'settings'} />
      </ul>
      {jobs.length > 0 && (
        <ul className={styles['jobs']} aria-label={t('ui.jobs')}>
          {jobs.slice(0, SHORTCUT_JOBS).map((job) => (
            <JobPlace key={job.id} job={job} isCurrent={route.screen === 'job' && route.jobId === job.id} />
          ))}
        </ul>
      )}
    </nav>
  );
}

interface PlaceProps {
  readonly href: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isCurrent: boolean;
  readonly count?: string | undefined;
  readonly held?: number;
}

function Place({ href, icon: Icon, label, isCurrent, count, held = 0 }: PlaceProps) {
  const { t } = useTexts();
  return (
    <li>
      <a href={href} title={label} data-testid={`nav-${href.slice(2)}`} aria-current={isCurrent ? 'page' : undefined}>
        <Icon size={16} aria-hidden />
        <span className={styles['label']}>{label}</span>
        {count !== undefined && <span className={styles['count']}>{count}</span>}
        {held > 0 && (
          <span className={styles['waiting']} title={t('ui.nav.held', { count: held })}>
            {held}
          </span>
        )}
      </a>
    </li>
  );
}

function JobPlace({
  job,
  isCurrent,
}: {
  readonly job: NonNullable<ReturnType<typeof useJobs>['data']>[number];
  readonly isCurrent: boolean;
}) {
  const { family, icon: Icon, isTurning, label } = useStatuses().job(job);
  return (
    <li>
      <a href={jobHref(job.id)} title={`${job.name}: ${label}`} aria-current={isCurrent ? 'page' : undefined}>
        <Icon size={16} className={classes(styles[family], isTurning && styles['turning'])} aria-hidden />
        <span className={styles['label']}>{job.name}</span>
      </a>
    </li>
  );
}
