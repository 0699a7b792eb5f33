import { Save } from 'lucide-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

import type { Input } from '../../preload/contract/contract.ts';
import type { JobDetail } from '../../preload/contract/jobs.ts';
import type { Schedule } from '../../preload/contract/schedule.ts';
import { EngineRefusal } from '../engine.tsx';
import { ScheduleForm } from '../schedules/schedule-form.tsx';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { countriesIn } from '../wizard/countries.ts';
import { useJobActions } from './job-actions.ts';
import { JobFile } from './job-file.tsx';
import { JobSource } from './job-source.tsx';
import { JobSteps } from './job-steps.tsx';

import text from '../ui/text.module.css';
import styles from './job-settings.module.css';

interface Form {
  readonly name: string;
  readonly country: string | null;
  readonly flushMs: number;
  readonly zeroValue: boolean;
  readonly overrides: readonly string[];
  readonly schedule: Schedule | null;
  /** null = a source that was read once, and is gone. */
  readonly file: { readonly sourceId: number; readonly name: string; readonly sheet: string | null } | null;
}

/** All that the next run of a job is done with. Fields are stored together; steps at once, each with its undo. */
export function JobSettings({ job }: { readonly job: JobDetail }) {
  const { t } = useTexts();
  const { change } = useJobActions();
  const stored = formOf(job);
  const [edits, setEdits] = useState<Partial<Form>>({});
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const form: Form = { ...stored, ...edits };
  const changed = changesIn(stored, form);
  const isDirty = Object.keys(changed).length > 0;
  const isNamed = form.name.trim() !== '';
  const set = (patch: Partial<Form>): void => setEdits((before) => ({ ...before, ...patch }));
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await change({ jobId: job.id, ...changed });
      setEdits({});
    } catch (refusal) {
      if (refusal instanceof EngineRefusal) setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles['settings']} data-testid="job-settings">
      <SectionHead isFirst title={t('job.settings.general')} note={t('job.settings.next')} />
      <div className={styles['fields']}>
        <Field label={t('wizard.review.name')} hint={isNamed ? null : t('job.settings.noName')}>
          {(id) => (
            <input
              id={id}
              type="text"
              maxLength={200}
              autoComplete="off"
              aria-invalid={!isNamed}
              data-testid="job-name"
              value={form.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          )}
        </Field>
        <Field label={t('job.settings.flush')} hint={t('job.settings.flush.text')}>
          {(id) => (
            <input
              id={id}
              type="number"
              className={styles['short']}
              min={0}
              max={86_400}
              data-testid="job-flush"
              value={form.flushMs / 1000}
              onChange={({ target }) =>
                set({ flushMs: Math.max(0, Math.min(86_400, Math.trunc(Number(target.value)))) * 1000 })
              }
            />
          )}
        </Field>
      </div>

      <SectionHead title={t('schedule.title')} />
      <ScheduleForm
        value={form.schedule}
        impossible={form.file ? null : t('job.run.once')}
        onChange={(schedule) => set({ schedule })}
      />

      <JobFile
        name={form.file?.name ?? job.settings.source.name}
        // What was said of the columns of the one before says nothing of this one.
        onChosen={({ sourceId, name }) => set({ file: { sourceId, name, sheet: null }, overrides: [] })}
      />
      <JobSource
        connectionId={job.settings.connectionId}
        file={form.file}
        overrides={form.overrides}
        country={form.country}
        onChange={(overrides) => set({ overrides })}
      />
      <div className={styles['fields']}>
        <Field label={t('job.settings.country')} hint={t('job.settings.country.text')}>
          {(id) => <Country id={id} value={form.country} onChange={(country) => set({ country })} />}
        </Field>
        {job.settings.steps.some(({ audience }) => audience.isValueBased) && (
          <label className={styles['check']}>
            <input
              type="checkbox"
              data-testid="job-zero-value"
              checked={form.zeroValue}
              onChange={({ target }) => set({ zeroValue: target.checked })}
            />
            {t('wizard.value.zero')}
          </label>
        )}
      </div>

      <div className={styles['foot']}>
        <RefusalBanner error={error} />
        <Button
          kind={isDirty ? 'primary' : 'secondary'}
          icon={Save}
          isBusy={isBusy}
          isDisabled={!isDirty || !isNamed}
          testId="job-save"
          onPress={() => void save()}
        >
          {t('job.settings.save')}
        </Button>
        {isDirty && (
          <Button testId="job-discard" onPress={() => setEdits({})}>
            {t('job.settings.discard')}
          </Button>
        )}
        <output className={text['three']}>{isDirty ? t('job.settings.unsaved') : ''}</output>
      </div>

      <JobSteps job={job} />
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint: string | null;
  readonly children: (id: string) => ReactNode;
}

function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint !== null && <p>{hint}</p>}
    </div>
  );
}

interface CountryProps {
  readonly id: string;
  readonly value: string | null;
  readonly onChange: (country: string | null) => void;
}

function Country({ id, value, onChange }: CountryProps) {
  const { t } = useTexts();
  const { locale } = useIntl();
  return (
    <select
      id={id}
      data-testid="job-country"
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
    >
      <option value="">{t('job.settings.country.none')}</option>
      {countriesIn(locale).map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

function formOf({ name, schedule, settings, isRepeatable }: JobDetail): Form {
  const { country, flushMs, zeroValue, overrides, source } = settings;
  const { sourceId, sheet } = source;
  const file = isRepeatable ? { sourceId, name: source.name, sheet } : null;
  return { name, country, flushMs, zeroValue, overrides, schedule, file };
}

/** What differs, as the engine takes it. */
function changesIn(stored: Form, form: Form): Omit<Input<'jobs.change'>, 'jobId'> {
  const isOther = (name: keyof Form): boolean => JSON.stringify(stored[name]) !== JSON.stringify(form[name]);
  const { name, country, flushMs, zeroValue, overrides, schedule, file } = form;
  return {
    ...(file && file.sourceId !== stored.file?.sourceId ? { sourceId: file.sourceId } : {}),
    ...(isOther('name') ? { name } : {}),
    ...(isOther('country') ? { country } : {}),
    ...(isOther('flushMs') ? { flushMs } : {}),
    ...(isOther('zeroValue') ? { zeroValue } : {}),
    ...(isOther('overrides') ? { overrides: [...overrides] } : {}),
    ...(isOther('schedule') ? { schedule } : {}),
  };
}
