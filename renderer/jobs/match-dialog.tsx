import { useState } from 'react';

import type { JobDetail, JobSettings } from '../../preload/contract/jobs.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useJobActions } from './job-actions.ts';

import text from '../ui/text.module.css';
import styles from './job-settings.module.css';

interface MatchDialogProps {
  readonly job: JobDetail;
  readonly step: JobSettings['steps'][number];
  readonly onClose: () => void;
}

/** Which of the mapped keys a step matches by; all of them also counts those that are mapped later. */
export function MatchDialog({ job, step, onClose }: MatchDialogProps) {
  const { t, known } = useTexts();
  const { matchBy } = useJobActions();
  const mapped = keysOf(job);
  const [keys, setKeys] = useState<readonly string[]>(step.keys ?? mapped);
  const isAll = mapped.every((key) => keys.includes(key));
  return (
    <Dialog
      title={t('job.step.match')}
      onClose={onClose}
      foot={
        <>
          <Button isSafe testId="match-cancel" onPress={onClose}>
            {t('job.settings.discard')}
          </Button>
          <Button
            kind="primary"
            isDisabled={keys.length === 0}
            testId="match-save"
            onPress={() => {
              onClose();
              matchBy(step.id, isAll ? null : keys);
            }}
          >
            {t('job.settings.save')}
          </Button>
        </>
      }
    >
      <p className={text['two']}>{t('job.step.match.text', { audience: step.audience.name })}</p>
      <div className={styles['choices']}>
        {mapped.map((key) => (
          <label key={key} className={styles['check']}>
            <input
              type="checkbox"
              data-testid={`match-${key}`}
              checked={keys.includes(key)}
              onChange={() => setKeys(mapped.filter((each) => keys.includes(each) !== (each === key)))}
            />
            <span className={text['key']}>{key}</span> {known(`wizard.match.key.${key}`)}
          </label>
        ))}
      </div>
    </Dialog>
  );
}

/** What the last run that was looked at could match by; a whole date is three keys. */
function keysOf({ mapping, settings }: JobDetail): readonly string[] {
  const keys = mapping.flatMap(({ key }) => (key === null ? [] : key === 'DOB' ? ['DOBY', 'DOBM', 'DOBD'] : [key]));
  const chosen = settings.steps.flatMap((step) => step.keys ?? []);
  return [...new Set([...keys, ...chosen])].filter((key) => key !== 'LOOKALIKE_VALUE');
}
