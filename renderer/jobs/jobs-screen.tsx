import { Play } from 'lucide-react';

import { Screen } from '../frame/screen.tsx';
import { useJobs, useRunSample } from '../queries.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { DraftsList } from '../wizard/drafts-list.tsx';
import { JobsTable } from './jobs-table.tsx';

/** All jobs with the state of their last run. */
export function JobsScreen() {
  const { t } = useTexts();
  const jobs = useJobs();
  const sample = useRunSample(({ jobId }) => {
    window.location.hash = jobHref(jobId);
  });
  return (
    <Screen title={t('ui.jobs')}>
      <RefusalBanner error={sample.error} />
      <DraftsList isFirst />
      <Read of={jobs} rows={6} failed={t('ui.jobs.failed')}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={t('ui.jobs.none')}
              action={
                <Button
                  kind="primary"
                  icon={Play}
                  isDisabled={sample.isPending}
                  onPress={sample.run}
                  testId="run-sample"
                >
                  {t('ui.sample.run')}
                </Button>
              }
            >
              <p>{t('ui.jobs.none.text')}</p>
            </Empty>
          ) : (
            <JobsTable jobs={list} isWide />
          )
        }
      </Read>
    </Screen>
  );
}
