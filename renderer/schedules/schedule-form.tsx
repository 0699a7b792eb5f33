import { CalendarDays, Clock, Hand, SquareTerminal } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import type { ReactNode } from 'react';

import type { Schedule } from '../../preload/contract/schedule.ts';
import { useTexts } from '../text.ts';
import { Option, OptionList } from '../wizard/option-list.tsx';
import { DailyFields } from './daily-fields.tsx';
import { NextRuns } from './next-runs.tsx';
import { HERE } from './schedule-words.ts';

import styles from './schedule-form.module.css';

type Kind = Schedule['kind'] | 'none';

const KINDS: readonly (readonly [Kind, LucideIcon])[] = [
  ['none', Hand],
  ['hourly', Clock],
  ['daily', CalendarDays],
  ['cron', SquareTerminal],
];

interface ScheduleFormProps {
  readonly value: Schedule | null;
  /** Why it can only be run by hand; null = it can run by itself. */
  readonly impossible: string | null;
  readonly onChange: (schedule: Schedule | null) => void;
}

/** When a job runs by itself: four ways, the fields of the one that is chosen, and its next five runs. */
export function ScheduleForm({ value, impossible, onChange }: ScheduleFormProps) {
  const { t } = useTexts();
  const group = useId();
  const kind = value?.kind ?? 'none';
  return (
    <div className={styles['form']} data-testid="schedule-form">
      <OptionList label={t('schedule.title')}>
        {KINDS.map(([option, icon]) => (
          <Option
            key={option}
            group={group}
            icon={icon}
            title={t(`schedule.${option}`)}
            text={t(`schedule.${option}.text`)}
            note={option !== 'none' && impossible !== null ? impossible : undefined}
            isChosen={option === kind}
            isDisabled={option !== 'none' && impossible !== null}
            testId={`schedule-${option}`}
            onChoose={() => onChange(first(option, value?.zone ?? HERE))}
          />
        ))}
      </OptionList>
      {value !== null && (
        <>
          <div className={styles['fields']}>
            {value.kind === 'hourly' && (
              <Field label={t('schedule.minute')}>
                {(id) => (
                  <input
                    id={id}
                    type="number"
                    className={styles['number']}
                    min={0}
                    max={59}
                    required
                    data-testid="schedule-minute"
                    value={value.minute}
                    onChange={({ target }) =>
                      onChange({ ...value, minute: Math.max(0, Math.min(59, Math.trunc(Number(target.value)))) })
                    }
                  />
                )}
              </Field>
            )}
            {value.kind === 'daily' && <DailyFields value={value} onChange={onChange} />}
            {value.kind === 'cron' && (
              <Field label={t('schedule.expression')}>
                {(id) => (
                  <input
                    id={id}
                    type="text"
                    className={styles['cron']}
                    maxLength={200}
                    spellCheck={false}
                    autoComplete="off"
                    aria-describedby={`${group}-next`}
                    data-testid="schedule-cron-text"
                    value={value.text}
                    onChange={({ target }) => onChange({ ...value, text: target.value })}
                  />
                )}
              </Field>
            )}
            <Field label={t('schedule.zone')}>
              {(id) => (
                <select
                  id={id}
                  data-testid="schedule-zone"
                  value={value.zone}
                  onChange={({ target }) => onChange({ ...value, zone: target.value })}
                >
                  {zonesWith(value.zone).map((zone) => (
                    <option key={zone} value={zone}>
                      {zone.replaceAll('_', ' ')}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <div id={`${group}-next`}>
            <NextRuns schedule={value} />
          </div>
        </>
      )}
    </div>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

/** What a way begins with. */
function first(kind: Kind, zone: string): Schedule | null {
  switch (kind) {
    case 'none':
      return null;
    case 'hourly':
      return { kind, minute: 0, zone };
    case 'daily':
      return { kind, time: '06:00', weekdays: [1, 2, 3, 4, 5, 6, 7], zone };
    case 'cron':
      return { kind, text: '0 6 * * 1-5', zone };
  }
}

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** The zones that this browser knows, and the one that was chosen elsewhere. */
function zonesWith(zone: string): readonly string[] {
  return ZONES.includes(zone) ? ZONES : [zone, ...ZONES];
}
