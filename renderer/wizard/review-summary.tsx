import { useId } from 'react';
import type { ReactNode } from 'react';

import { useFigures } from '../clock.ts';
import { useScheduleWords } from '../schedules/schedule-words.ts';
import { useTexts } from '../text.ts';
import { Keys } from '../ui/keys.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { fieldsIn, isMatched } from './keys.ts';
import { readingOf, useCount, usePreview } from './source-queries.ts';
import { useAccountName, useConnection } from './step-facts.ts';
import { EditLink } from './step-link.tsx';
import type { ShownStep } from './step-names.ts';
import { useDraft } from './use-draft.tsx';

import text from '../ui/text.module.css';
import styles from './review.module.css';

/** What was chosen in each step, with the way back to it; and what the job is called. */
export function ReviewSummary() {
  const { t } = useTexts();
  const { settings, step, change } = useDraft();
  const { said } = useScheduleWords();
  const id = useId();
  const connection = useConnection();
  const account = useAccountName();
  const { audience, action } = step;
  const fallback = audience && `${audience.name} ← ${settings.sourceName ?? ''}`;
  return (
    <>
      <SectionHead title={t('wizard.review.job')} isFirst />
      <dl className={styles['summary']}>
        <div>
          <dt>
            <label htmlFor={id}>{t('wizard.review.name')}</label>
          </dt>
          <dd>
            <input
              id={id}
              type="text"
              maxLength={200}
              autoComplete="off"
              placeholder={fallback ?? ''}
              data-testid="wizard-name"
              value={settings.name}
              onChange={({ target }) => change({ name: target.value })}
            />
          </dd>
        </div>
        <Row step="accounts" term={t('wizard.step.accounts')}>
          {account ?? <Nothing />}
          {connection && <span className={text['sub']}>{t('wizard.review.as', { person: connection.name })}</span>}
        </Row>
        <Row step="source" term={t('wizard.step.source')}>
          {settings.source === null ? <Nothing /> : (settings.sourceName ?? t('wizard.step.source.file'))}
          <Counted />
        </Row>
        <Row step="map" term={t('wizard.step.map')}>
          <Mapped />
          {settings.country !== null && (
            <span className={text['sub']}>{t('wizard.review.country', { country: settings.country })}</span>
          )}
        </Row>
        <Row step="audience" term={t('wizard.step.audience')}>
          {audience === null || audience.name === '' ? <Nothing /> : audience.name}
          {audience?.kind === 'new' && audience.name !== '' && (
            <span className={text['sub']}>
              {t('wizard.review.new')}
              {` · ${t(`wizard.audience.source.${audience.fileSource}`)}`}
              {audience.isExclusionOnly && ` · ${t('wizard.audience.exclusion')}`}
            </span>
          )}
          {audience?.kind === 'existing' && <span className={text['sub']}>{audience.id}</span>}
          {audience?.isValueBased && (
            <span className={text['sub']}>
              {t('wizard.audience.value')} · {t(settings.zeroValue ? 'wizard.review.zero' : 'wizard.review.leftOut')}
            </span>
          )}
        </Row>
        <Row step="match" term={t('wizard.match.action')}>
          {t(`wizard.match.${action}`)}. {t('wizard.review.any')}
          <span className={text['sub']}>{t(`wizard.review.${action}`)}</span>
        </Row>
        <Row step="schedule" term={t('schedule.title')}>
          {said(settings.schedule)}
          {settings.schedule !== null && (
            <span className={text['sub']}>
              {t('wizard.schedule.zone', { zone: settings.schedule.zone.replaceAll('_', ' ') })}
            </span>
          )}
        </Row>
      </dl>
    </>
  );
}

interface RowProps {
  readonly step: ShownStep;
  readonly term: string;
  readonly children: ReactNode;
}

function Row({ step, term, children }: RowProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <div>{children}</div>
        <EditLink step={step} what={term} />
      </dd>
    </div>
  );
}

function Nothing() {
  const { t } = useTexts();
  return <span className={text['three']}>{t('wizard.step.open')}</span>;
}

/** What the whole source holds, once it is counted. */
function Counted() {
  const { t } = useTexts();
  const { number } = useFigures();
  const { settings, isSourceGone } = useDraft();
  const { data } = useCount(isSourceGone ? null : readingOf(settings));
  if (isSourceGone) return <span className={text['sub']}>{t('wizard.step.source.gone')}</span>;
  if (data?.state !== 'done') return null;
  const { read, duplicates, unreadable } = data.rows;
  const facts = [
    t('ui.wizard.rows', { count: read, rows: number(read) }),
    duplicates > 0 && t('wizard.review.duplicates', { count: number(duplicates) }),
    unreadable > 0 && t('wizard.review.unreadable', { count: number(unreadable) }),
  ];
  return <span className={text['sub']}>{facts.filter(Boolean).join(', ')}</span>;
}

/** The fields that are matched. */
function Mapped() {
  const { settings, step, isSourceGone } = useDraft();
  const { data } = usePreview(isSourceGone ? null : readingOf(settings));
  const fields = fieldsIn(data?.columns ?? []).filter((field) => isMatched(field, step.keys));
  // Nobody knows yet what is mapped.
  if (!data && settings.source !== null) return null;
  return fields.length === 0 ? <Nothing /> : <Keys keys={fields.map(({ name }) => name)} />;
}
