import { ScheduleForm } from '../../schedules/schedule-form.tsx';
import { useSchedulePreview } from '../../schedules/schedule-queries.ts';
import { useTexts } from '../../text.ts';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import styles from '../fields.module.css';

/** When the job runs by itself after its first run, which begins when it is launched. */
export function ScheduleStep() {
  const { t } = useTexts();
  const { settings, change } = useDraft();
  const preview = useSchedulePreview(settings.schedule);
  const isWrong = settings.schedule !== null && preview.data?.ok === false;
  return (
    <WizardPage
      title={t('schedule.title')}
      lead={t('wizard.schedule.lead')}
      missing={isWrong ? t('wizard.schedule.missing') : null}
    >
      <div className={styles['form']}>
        <ScheduleForm
          value={settings.schedule}
          impossible={settings.source?.kind === 'drop' ? t('schedule.once') : null}
          onChange={(schedule) => change({ schedule })}
        />
      </div>
    </WizardPage>
  );
}
