import { Plus } from 'lucide-react';
import { useId, useState } from 'react';

import type { JobDetail } from '../../preload/contract/jobs.ts';
import type { AudienceChoice } from '../../preload/contract/wizard.ts';
import { EngineRefusal } from '../engine.tsx';
import { useReach } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Read } from '../ui/reading.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { AudienceCombobox } from '../wizard/audience-combobox.tsx';
import { newAudience } from '../wizard/purpose.ts';
import { useJobActions } from './job-actions.ts';

import text from '../ui/text.module.css';
import styles from './job-settings.module.css';

interface AddStepDialogProps {
  readonly job: JobDetail;
  readonly onClose: () => void;
}

/** A further step: an ad account, an audience (one that another step is still to make too), and what is done with it. */
export function AddStepDialog({ job, onClose }: AddStepDialogProps) {
  const { t } = useTexts();
  const { addStep } = useJobActions();
  const id = useId();
  const { connectionId } = job.settings;
  const reach = useReach(connectionId);
  const [account, setAccount] = useState(job.account);
  const [audience, setAudience] = useState<AudienceChoice | null>(null);
  const [action, setAction] = useState<'add' | 'remove'>('add');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const add = async (): Promise<void> => {
    if (audience === null) return;
    setBusy(true);
    try {
      await addStep({ jobId: job.id, account, audience, action });
      onClose();
    } catch (refusal) {
      if (refusal instanceof EngineRefusal) setError(refusal);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('job.step.add')}
      onClose={onClose}
      foot={
        <>
          <Button testId="step-cancel" onPress={onClose}>
            {t('job.settings.discard')}
          </Button>
          <Button
            kind="primary"
            icon={Plus}
            isBusy={isBusy}
            isDisabled={audience === null || audience.name.trim() === ''}
            testId="step-add-save"
            onPress={() => void add()}
          >
            {t('job.step.add')}
          </Button>
        </>
      }
    >
      <div className={styles['dialog']}>
        <RefusalBanner error={error} />
        <p className={text['two']}>{t('job.step.add.text')}</p>
        <Read of={reach} rows={1} failed={t('ui.accounts.failed')}>
          {({ accounts }) => (
            <div className={styles['field']}>
              <label htmlFor={id}>{t('ui.account')}</label>
              <select
                id={id}
                data-first
                data-testid="step-account"
                value={account}
                onChange={({ target }) => {
                  setAccount(target.value);
                  setAudience(null);
                }}
              >
                {accounts
                  .filter((one) => one.isChosen || one.account === account)
                  .map((one) => (
                    <option key={one.account} value={one.account}>
                      {one.name ?? one.account}
                    </option>
                  ))}
              </select>
            </div>
          )}
        </Read>
        <AudienceCombobox
          key={account}
          place={{ connectionId, account }}
          name={audience?.name ?? ''}
          describedBy={`${id}-what`}
          onNew={(name) => setAudience(newAudience(name, null))}
          onFound={(found) =>
            setAudience(
              found.id === null
                ? { ...newAudience(found.name, null), isValueBased: found.isValueBased }
                : { kind: 'existing', id: found.id, name: found.name, isValueBased: found.isValueBased },
            )
          }
        />
        <div id={`${id}-what`}>
          <Segmented
            label={t('wizard.match.action')}
            options={[
              ['add', t('wizard.match.add')],
              ['remove', t('wizard.match.remove')],
            ]}
            value={action}
            onChoose={setAction}
          />
        </div>
      </div>
    </Dialog>
  );
}
