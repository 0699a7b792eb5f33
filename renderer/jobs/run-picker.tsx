import type { JobDetail } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { jobHref } from '../route.ts';
import type { JobTab } from '../route.ts';
import { useTexts } from '../text.ts';
import { useStatuses } from './status.ts';

import styles from './run-picker.module.css';

interface RunPickerProps {
  readonly job: JobDetail;
  readonly runId: number | null;
  readonly tab: JobTab;
}

/** Chooses an older run; the newest one is followed, so it leaves the address free of a number. */
export function RunPicker({ job, runId, tab }: RunPickerProps) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const statuses = useStatuses();
  const newest = job.runs[0]?.id;
  return (
    <select
      className={styles['picker']}
      aria-label={t('ui.run.pick')}
      value={runId ?? undefined}
      onChange={({ target }) => {
        const chosen = Number(target.value);
        window.location.hash = jobHref(job.id, { tab, runId: chosen === newest ? null : chosen });
      }}
    >
      {job.runs.map((run) => (
        <option key={run.id} value={run.id}>
          {t('ui.run.option', {
            number: run.number,
            time: moment(run.startedAt),
            state: statuses.run(run.state, 0).label,
          })}
        </option>
      ))}
    </select>
  );
}
