import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { useId, useMemo } from 'react';
import { useIntl } from 'react-intl';

import type { Preview, PreviewColumn } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { SectionHead } from '../ui/section-head.tsx';
import { withColumn } from './choices.ts';
import { countriesIn } from './countries.ts';
import { DATE_ORDERS } from './map-keys.ts';
import { useProblemText } from './problem-text.ts';
import { useDraft } from './use-draft.tsx';

import styles from './map.module.css';

/** How the file is read, and what is wrong in its first rows. */
export function MapPanel({ preview }: { readonly preview: Preview }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const problems = Object.entries(preview.problemCounts).toSorted(([, a], [, b]) => b - a);
  const total = problems.reduce((sum, [, count]) => sum + count, 0);
  return (
    <aside className={styles['side']} aria-label={t('wizard.map.reading')}>
      <section>
        <SectionHead title={t('wizard.map.reading')} isFirst />
        <div className={styles['fields']}>
          <CountrySelect />
          {preview.columns
            .filter(({ key }) => key === 'DOB')
            .map((column) => (
              <DateSelect key={column.index} column={column} />
            ))}
        </div>
      </section>
      <section>
        <SectionHead
          title={t('ui.wizard.map.first', { rows: number(preview.rows.read), many: preview.rows.read })}
          note={t('ui.wizard.map.problems', { count: total })}
        />
        {problems.length === 0 ? (
          <p className={styles['hint']}>{t('wizard.map.problems.none')}</p>
        ) : (
          <ul className={styles['problems']}>
            {problems.map(([code, count]) => (
              <Problem key={code} code={code} count={count} preview={preview} />
            ))}
          </ul>
        )}
      </section>
    </aside>
  );
}

function CountrySelect() {
  const { t } = useTexts();
  const { locale } = useIntl();
  const { settings, change } = useDraft();
  const countries = useMemo(() => countriesIn(locale), [locale]);
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{t('wizard.map.country')}</label>
      <select
        id={id}
        className={styles['select']}
        aria-describedby={`${id}-hint`}
        data-testid="wizard-country"
        value={settings.country ?? ''}
        onChange={({ target }) => change({ country: target.value === '' ? null : target.value })}
      >
        <option value="">{t('wizard.map.country.none')}</option>
        {countries.map(({ code, name }) => (
          <option key={code} value={code}>
            {name} ({code})
          </option>
        ))}
      </select>
      <span id={`${id}-hint`} className={styles['hint']}>
        {t('wizard.map.country.hint')}
      </span>
    </div>
  );
}

function DateSelect({ column: { index, column, dateOrder, filled, valid } }: { readonly column: PreviewColumn }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { settings, change } = useDraft();
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{t('wizard.map.date', { column })}</label>
      <select
        id={id}
        className={styles['select']}
        aria-describedby={`${id}-hint`}
        data-testid={`wizard-date-${index}`}
        value={dateOrder ?? ''}
        onChange={({ target }) => change(withColumn(settings, index, `DOB:${target.value}`))}
      >
        {dateOrder === null && <option value="">{t('wizard.map.date.open')}</option>}
        {DATE_ORDERS.map((order) => (
          <option key={order} value={order}>
            {t(`wizard.map.date.${order}`)}
          </option>
        ))}
      </select>
      <span id={`${id}-hint`} className={styles['hint']}>
        {t('wizard.map.date.hint', { valid: number(valid), filled: number(filled) })}
      </span>
    </div>
  );
}

const LINES = 3;
/** What needs nobody. */
const HARMLESS = new Set(['blank_row', 'zero_date', 'zero_device_id']);
const NOT_SENT = new Set(['no_identifier', 'too_many_cells', 'broken_quote', 'row_too_long']);

interface ProblemProps {
  readonly code: string;
  readonly count: number;
  readonly preview: Preview;
}

function Problem({ code, count, preview }: ProblemProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const problemText = useProblemText();
  const found = preview.problems.filter((problem) => problem.code === code);
  const columns = [...new Set(found.flatMap(({ column }) => column ?? []))];
  const { title, remedy } = problemText(code, columns[0] ?? '');
  const lines = [...new Set(found.flatMap(({ line }) => line ?? []))];
  const [Icon, family] = NOT_SENT.has(code)
    ? ([CircleX, 'bad'] as const)
    : HARMLESS.has(code)
      ? ([Info, 'off'] as const)
      : ([TriangleAlert, 'warn'] as const);
  return (
    <li data-problem={code}>
      <Icon size={16} className={styles[family]} aria-hidden />
      <div>
        <b>
          {t('wizard.map.problem', {
            count: number(count),
            title: title.charAt(0).toLocaleLowerCase() + title.slice(1),
          })}
        </b>
        <span>
          {columns.length > 0 && `${columns.join(', ')}. `}
          {lines.length > 0 &&
            `${t('ui.wizard.map.lines', {
              lines: lines.slice(0, LINES).map(number).join(', '),
              more: Math.max(0, count - LINES),
              count: Math.min(lines.length, LINES),
            })} `}
          {remedy}
        </span>
      </div>
    </li>
  );
}
