import { RefreshCw } from 'lucide-react';

import type { AccountDiagnoses, Diagnosis, Doctor, Topic } from '../../preload/contract/doctor.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Findings } from './findings.tsx';

import styles from './trouble.module.css';

interface TopicBodyProps {
  readonly topic: Topic;
  readonly doctor: Doctor | undefined;
  readonly isRunning: boolean;
  /** Asks about these holds, then looks again. */
  readonly onCheck: (holdIds: readonly number[]) => void;
}

/** What was found for each ad account, with numbered steps where there is something to do. */
export function TopicBody({ topic, doctor, isRunning, onCheck }: TopicBodyProps) {
  const { t } = useTexts();
  const found = (doctor?.accounts ?? []).flatMap((of) =>
    of.diagnoses.filter((one) => one.topic === topic).map((diagnosis) => ({ of, diagnosis })),
  );
  const hasTrouble = found.some(({ diagnosis }) => diagnosis.state !== 'ok');
  const holdIds = found.flatMap(({ diagnosis }) => diagnosis.holdIds);
  return (
    <>
      {found.map(({ of, diagnosis }, place) => (
        <InAccount
          key={`${of.connectionId} ${of.account}`}
          of={of}
          diagnosis={diagnosis}
          // Without trouble the steps can still be read, once.
          showsSteps={diagnosis.state !== 'ok' || (!hasTrouble && place === 0)}
        />
      ))}
      <Button
        size="small"
        icon={RefreshCw}
        isBusy={isRunning}
        testId={`check-${topic}`}
        onPress={() => onCheck(holdIds)}
      >
        {t(found.length > 0 ? 'ui.trouble.again' : 'ui.trouble.one')}
      </Button>
    </>
  );
}

interface InAccountProps {
  readonly of: AccountDiagnoses;
  readonly diagnosis: Diagnosis;
  readonly showsSteps: boolean;
}

function InAccount({ of, diagnosis: { findings, steps, state }, showsSteps }: InAccountProps) {
  const { t, known } = useTexts();
  return (
    <section className={styles['account']} data-account={of.account} data-state={state}>
      <h3>
        {of.accountName ?? of.account} <code>{of.account}</code>
      </h3>
      <Findings findings={findings} />
      {showsSteps && (
        <>
          <h4>{t('ui.trouble.steps')}</h4>
          <ol className={styles['steps']}>
            {steps.map(({ key, values }) => (
              <li key={key}>{known(key, values) ?? key}</li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
