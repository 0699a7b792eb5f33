import { Download } from 'lucide-react';
import { useState } from 'react';

import { ACTIVITY_NOUNS } from '../../preload/contract/activity-kinds.ts';
import { Screen } from '../frame/screen.tsx';
import { useJobs } from '../queries.ts';
import { ACTIVITY_TABS, activityHref } from '../route.ts';
import type { ActivityTab } from '../route.ts';
import { useSaveCsv } from '../save-csv.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { ActivityLog } from './activity-log.tsx';
import { EgressLog } from './egress-log.tsx';
import { useExport } from './log-queries.ts';

import styles from './activity.module.css';

type Noun = (typeof ACTIVITY_NOUNS)[number];

/** Who did what, and what left this computer. */
export function ActivityScreen({ tab, jobId }: { readonly tab: ActivityTab; readonly jobId: number | null }) {
  const { t } = useTexts();
  const [noun, setNoun] = useState<Noun | null>(null);
  const [search, setSearch] = useState('');
  const [isUpload, setUpload] = useState(false);
  const about = { ...(noun === null ? {} : { noun }), ...(jobId === null ? {} : { jobId }) };
  const left = { search: search.trim(), isUpload };
  const { isSaving, save } = useSaveCsv();
  const read = useExport();
  return (
    <Screen
      title={t('ui.activity')}
      isSplit
      actions={
        <Button
          icon={Download}
          isBusy={isSaving}
          testId="activity-export"
          onPress={() =>
            tab === 'log'
              ? save('muster-activity.csv', () => read.activity(about))
              : save('muster-egress.csv', () => read.egress(left))
          }
        >
          {t('ui.activity.export')}
        </Button>
      }
      tabs={
        <nav className={styles['tabs']} aria-label={t('ui.tabs')}>
          {ACTIVITY_TABS.map((one) => (
            <a
              key={one}
              href={activityHref(one)}
              aria-current={one === tab ? 'page' : undefined}
              data-testid={`activity-tab-${one}`}
            >
              {t(`ui.activity.tab.${one}`)}
            </a>
          ))}
        </nav>
      }
    >
      {tab === 'log' ? (
        <>
          <div className={styles['filter']}>
            <select
              aria-label={t('ui.activity.kind')}
              data-testid="activity-kind"
              value={noun ?? ''}
              onChange={({ target }) => setNoun(ACTIVITY_NOUNS.find((one) => one === target.value) ?? null)}
            >
              <option value="">{t('ui.activity.allKinds')}</option>
              {ACTIVITY_NOUNS.map((one) => (
                <option key={one} value={one}>
                  {t(`ui.activity.noun.${one}`)}
                </option>
              ))}
            </select>
            <JobChoice jobId={jobId} />
          </div>
          <ActivityLog filter={about} isFiltered={noun !== null || jobId !== null} />
        </>
      ) : (
        <>
          <div className={styles['filter']}>
            <input
              type="search"
              aria-label={t('ui.egress.search')}
              placeholder={t('ui.egress.search')}
              data-testid="egress-search"
              value={search}
              maxLength={200}
              onChange={({ target }) => setSearch(target.value)}
            />
            <label>
              <input
                type="checkbox"
                data-testid="egress-uploads"
                checked={isUpload}
                onChange={({ target }) => setUpload(target.checked)}
              />
              {t('ui.egress.uploads')}
            </label>
          </div>
          <EgressLog filter={left} isFiltered={left.search !== '' || isUpload} />
        </>
      )}
    </Screen>
  );
}

/** The job is in the address, so that a job's page can lead here. */
function JobChoice({ jobId }: { readonly jobId: number | null }) {
  const { t } = useTexts();
  const { data: jobs = [] } = useJobs();
  return (
    <select
      aria-label={t('ui.job')}
      data-testid="activity-job"
      value={jobId ?? ''}
      onChange={({ target }) => {
        window.location.hash = activityHref('log', target.value === '' ? null : Number(target.value));
      }}
    >
      <option value="">{t('ui.activity.allJobs')}</option>
      {jobId !== null && !jobs.some(({ id }) => id === jobId) && <option value={jobId}>{jobId}</option>}
      {jobs.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
