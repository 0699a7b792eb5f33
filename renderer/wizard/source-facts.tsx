import { CircleCheck, CircleX, FileUp, LoaderCircle, RefreshCw, Replace, Sheet, TriangleAlert } from 'lucide-react';

import type { Preview, SourceCount } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import type { Reading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { ProgressBar } from '../ui/bar.tsx';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import { Read } from '../ui/reading.tsx';
import { withSheet } from './choices.ts';
import { SheetChoice } from './sheet-choice.tsx';
import { readingOf, useCount } from './source-queries.ts';
import { useDraft } from './use-draft.tsx';

import styles from './source-facts.module.css';

interface SourceFactsProps {
  readonly isGone: boolean;
  readonly preview: Reading<Preview>;
  /** Shows the files again; null = they are shown. */
  readonly onChange: (() => void) | null;
}

/** The list that was chosen: what it is, how it is written, and how many rows it has. */
export function SourceFacts({ isGone, preview, onChange }: SourceFactsProps) {
  const { t } = useTexts();
  const { settings } = useDraft();
  const name = settings.sourceName ?? preview.data?.name ?? t('wizard.step.source.file');
  const isDrop = settings.source?.kind === 'drop';
  if (isGone)
    return (
      <Banner family="warn" icon={TriangleAlert} title={t('wizard.source.gone', { name })}>
        {t('wizard.source.gone.text')}
      </Banner>
    );
  return (
    <section className={styles['box']} aria-label={name} data-testid="wizard-source">
      <div className={styles['head']}>
        <FileUp size={16} aria-hidden />
        <b>{name}</b>
        {onChange && (
          <Button size="small" icon={Replace} testId="wizard-source-change" onPress={onChange}>
            {t('wizard.source.change')}
          </Button>
        )}
      </div>
      {preview.error ? (
        <Unread said={preview.error.message} onRetry={preview.refetch} />
      ) : (
        <>
          <Read of={preview} rows={2} failed={t('wizard.source.unread')}>
            {(seen) => <Shape of={seen} />}
          </Read>
          {isDrop && <p className={styles['once']}>{t('wizard.source.once')}</p>}
        </>
      )}
    </section>
  );
}

function Unread({ said, onRetry }: { readonly said: string; readonly onRetry: () => unknown }) {
  const { t } = useTexts();
  const { settings, change } = useDraft();
  return (
    <div className={styles['unread']} role="alert" data-testid="wizard-source-unread">
      <CircleX size={16} aria-hidden />
      <p>
        <b>{t('wizard.source.unread')}</b> {said}
      </p>
      {settings.sheet === null ? (
        <Button size="small" icon={RefreshCw} testId="wizard-source-retry" onPress={onRetry}>
          {t('ui.failed.retry')}
        </Button>
      ) : (
        <Button size="small" icon={Sheet} testId="wizard-sheet-first" onPress={() => change(withSheet(null))}>
          {t('wizard.source.sheet.first')}
        </Button>
      )}
    </div>
  );
}

const DELIMITERS: Readonly<Record<string, 'comma' | 'semicolon' | 'tab' | 'pipe'>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

function Shape({ of }: { readonly of: Preview }) {
  const { t } = useTexts();
  const { bytes, moment } = useFigures();
  const { workbook } = of;
  const delimiter = DELIMITERS[of.delimiter];
  return (
    <dl className={styles['facts']}>
      <div>
        <dt>{t('wizard.source.size')}</dt>
        <dd>
          {of.bytes === null ? t('ui.accounts.untold') : bytes(of.bytes)}
          {of.modifiedAt !== null && `, ${t('wizard.source.modified', { time: moment(of.modifiedAt) })}`}
        </dd>
      </div>
      <div>
        <dt>{t('wizard.source.rows')}</dt>
        <dd>
          <Rows />
        </dd>
      </div>
      <div>
        <dt>{t('wizard.source.written')}</dt>
        <dd>
          {[
            ...(workbook
              ? [t('wizard.source.book')]
              : [of.encoding, delimiter ? t(`wizard.source.${delimiter}`) : of.delimiter]),
            t(of.hasHeader ? 'wizard.source.header' : 'wizard.source.noHeader'),
          ].join(', ')}
        </dd>
      </div>
      <div>
        <dt>{t('wizard.source.columns')}</dt>
        <dd>
          {t('wizard.step.map.some', {
            mapped: of.columns.filter(({ key }) => key !== null).length,
            total: of.columns.length,
          })}
        </dd>
      </div>
      {workbook && <SheetChoice of={workbook} />}
    </dl>
  );
}

/** How many rows there are; the counting is seen going on. */
function Rows() {
  const { t } = useTexts();
  const { settings } = useDraft();
  const count = useCount(readingOf(settings));
  if (count.error) return count.error.message;
  return count.data ? <Counted count={count.data} /> : t('wizard.source.counting');
}

function Counted({ count }: { readonly count: SourceCount }) {
  const { t } = useTexts();
  const { number } = useFigures();
  switch (count.state) {
    case 'later':
      return t('wizard.source.later');
    case 'failed':
      return (
        <Light
          status={{ family: 'bad', icon: CircleX, label: [count.message, count.remedy].filter(Boolean).join(' ') }}
        />
      );
    case 'counting':
      return (
        <span className={styles['counting']} data-testid="wizard-count" data-state="counting">
          <Light
            status={{
              family: 'pending',
              icon: LoaderCircle,
              isTurning: true,
              label: t('ui.wizard.source.counted', { rows: number(count.rows), many: count.rows }),
            }}
          />
          <ProgressBar
            share={count.total === null || count.total === 0 ? null : count.bytes / count.total}
            label={t('wizard.source.counting')}
          />
        </span>
      );
    case 'done':
      return (
        <span data-testid="wizard-count" data-state="done" data-value={count.rows.read}>
          <Light
            status={{
              family: 'ok',
              icon: CircleCheck,
              label: t('ui.wizard.source.people', {
                rows: number(count.rows.read),
                many: count.rows.read,
                people: number(count.rows.entered),
              }),
            }}
          />
        </span>
      );
  }
}
