import { Ban, Play } from 'lucide-react';

import { Ledger } from '../analytics/ledger.tsx';
import { Screen } from '../frame/screen.tsx';
import { JobsTable } from '../jobs/jobs-table.tsx';
import { useMoments } from '../moments.ts';
import { useHolds, useJobs, useRunSample } from '../queries.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Read } from '../ui/reading.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { DraftsList } from '../wizard/drafts-list.tsx';
import { Accounts } from './accounts.tsx';
import { FirstSync } from './first-sync.tsx';
import { Needs } from './needs.tsx';
import { sumCounters } from './sum-counters.ts';
import { Welcome } from './welcome.tsx';

import text from '../ui/text.module.css';
import styles from './home-screen.module.css';

const TO_JOBS = { synced: '#/jobs', not_synced: '#/jobs', pending: '#/jobs', errored: '#/jobs' };

/** What needs a person first, then what runs, then what is fine. */
export function HomeScreen() {
  const { t } = useTexts();
  const jobs = useJobs();
  const { data: holds = [] } = useHolds();
  const sample = useRunSample(({ jobId }) => {
    window.location.hash = jobHref(jobId);
  });
  const ask = useMoments((now) => now.ask);
  const setTourStop = useMoments((now) => now.setTourStop);
  const isEmpty = jobs.data?.length === 0;
  return (
    <Screen
      title={t('ui.overview')}
      actions={
        jobs.data && !isEmpty ? (
          <>
            <Button icon={Play} isDisabled={sample.isPending} onPress={sample.run}>
              {t(jobs.data.some((job) => job.isSample) ? 'ui.sample.again' : 'ui.sample.run')}
            </Button>
            <Menu
              label={t('ui.more.actions')}
              items={[
                {
                  icon: Ban,
                  label: t('ui.cancel.everything'),
                  isHarmful: true,
                  onChoose: () =>
                    ask({
                      kind: 'cancel',
                      target: { scope: 'everything' },
                      name: t('ui.everyJob'),
                      isReading: jobs.data?.some(({ state }) => state === 'reading') ?? false,
                      hasSteps: true,
                    }),
                },
              ]}
            />
          </>
        ) : null
      }
    >
      <RefusalBanner error={sample.error} />
      <Read of={jobs} rows={6} failed={t('ui.jobs.failed')}>
        {(list) =>
          list.length === 0 ? (
            <>
              <DraftsList isFirst />
              <Welcome
                isStarting={sample.isPending}
                onRunSample={() => {
                  setTourStop(0);
                  sample.run();
                }}
              />
              <FirstSync jobs={list} />
            </>
          ) : (
            <>
              {holds.length > 0 && <SectionHead title={t('ui.needs')} badge={holds.length} help="hold" />}
              <Needs holds={holds} />
              <DraftsList />
              <FirstSync jobs={list} isPrimary={holds.length === 0} />
              <SectionHead title={t('ui.home.ledger')} note={t('ui.home.ledger.note')} help="counters" />
              <Ledger label={t('ui.home.ledger')} {...sumCounters(list)} hrefs={TO_JOBS} />
              <div className={styles['columns']}>
                <section>
                  <SectionHead
                    title={t('ui.jobs')}
                    note={list.length}
                    end={
                      <a className={text['link']} href="#/jobs">
                        {t('ui.jobs.all')}
                      </a>
                    }
                  />
                  <JobsTable jobs={list} />
                </section>
                <aside aria-label={t('ui.accounts')}>
                  <Accounts holds={holds} />
                </aside>
              </div>
            </>
          )
        }
      </Read>
    </Screen>
  );
}
