import { RefreshCw } from 'lucide-react';
import { useState } from 'react';

import type { Doctor } from '../../preload/contract/doctor.ts';
import { TOPICS } from '../../preload/contract/topics.ts';
import { useFigures } from '../clock.ts';
import { Screen } from '../frame/screen.tsx';
import { useDoctor, useDoctorChoices } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Findings } from './findings.tsx';
import { computerState, stateOf } from './lights.ts';
import { Report } from './report.tsx';
import { TopicBody } from './topic-body.tsx';
import { TopicRow } from './topic-row.tsx';

import styles from './trouble.module.css';

/** What goes wrong with audiences, each with a look that tells whether it does here, and what to do. */
export function TroubleshootingScreen() {
  const { t } = useTexts();
  const [account, setAccount] = useState<string | null>(null);
  const { data: choices = [] } = useDoctorChoices();
  const doctor = useDoctor(account);
  const isAll = doctor.running === 'all';
  return (
    <Screen
      title={t('ui.trouble')}
      actions={
        <>
          <Report account={account} />
          <Button
            kind="primary"
            icon={RefreshCw}
            isBusy={doctor.running !== null}
            testId="doctor-run"
            onPress={doctor.run}
          >
            {t(isAll ? 'ui.trouble.running' : 'ui.trouble.run')}
          </Button>
        </>
      }
    >
      <RefusalBanner error={doctor.error} />
      <p className={styles['intro']}>{t('ui.trouble.intro')}</p>
      <label className={styles['choose']}>
        <span>{t('ui.trouble.account')}</span>
        <select
          data-testid="doctor-account"
          value={account ?? ''}
          onChange={({ target: { value } }) => setAccount(value === '' ? null : value)}
        >
          <option value="">{t('ui.trouble.all')}</option>
          {choices.map((one) => (
            <option key={one.account} value={one.account}>
              {one.name === null ? one.account : `${one.name} (${one.account})`}
            </option>
          ))}
        </select>
      </label>
      <SectionHead title={t('ui.trouble.topics')} note={<Summary doctor={doctor.data} />} />
      {doctor.data?.accounts.length === 0 && <p className={styles['intro']}>{t('ui.trouble.noAccounts')}</p>}
      <ul className={styles['topics']}>
        {TOPICS.map((topic) => (
          <TopicRow
            key={topic}
            id={topic}
            title={t(`doctor.${topic}.title`)}
            why={t(`doctor.${topic}.why`)}
            state={stateOf(doctor.data, topic)}
            isRunning={isAll || doctor.running === topic}
          >
            <TopicBody
              topic={topic}
              doctor={doctor.data}
              isRunning={doctor.running !== null}
              onCheck={(holdIds) => doctor.runTopic(topic, holdIds)}
            />
          </TopicRow>
        ))}
        {account === null && (
          <TopicRow
            id="computer"
            title={t('ui.trouble.computer')}
            why={t('ui.trouble.computer.why')}
            state={computerState(doctor.data)}
            isRunning={isAll}
          >
            {doctor.data && doctor.data.computer.length > 0 ? (
              <Findings
                findings={doctor.data.computer.map((one) => ({ ...one, title: t(`doctor.${one.part}.title`) }))}
              />
            ) : (
              <p>{t('ui.trouble.computer.all')}</p>
            )}
          </TopicRow>
        )}
      </ul>
    </Screen>
  );
}

function Summary({ doctor }: { readonly doctor: Doctor | undefined }) {
  const { t } = useTexts();
  const { exact } = useFigures();
  if (!doctor) return null;
  const count =
    TOPICS.filter((topic) => stateOf(doctor, topic) === 'trouble').length +
    (computerState(doctor) === 'trouble' ? 1 : 0);
  return (
    <output data-testid="doctor-summary">
      {t('ui.trouble.count', { count })} · {t('ui.trouble.checked', { time: exact(doctor.at) })}
    </output>
  );
}
