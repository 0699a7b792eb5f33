import type { PreviewColumn } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Read } from '../ui/reading.tsx';
import { isSaid, withColumn, withGuess } from '../wizard/choices.ts';
import { MAP_KEYS } from '../wizard/map-keys.ts';
import { usePreview } from '../wizard/source-queries.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './job-settings.module.css';

interface JobSourceProps {
  readonly connectionId: number;
  /** null = it was read once, and is gone. */
  readonly file: { readonly sourceId: number; readonly sheet: string | null } | null;
  readonly overrides: readonly string[];
  readonly country: string | null;
  readonly onChange: (overrides: readonly string[]) => void;
}

/** The columns of a job's file as the next run will read them, each with its key. */
export function JobSource({ connectionId, file, overrides, country, onChange }: JobSourceProps) {
  const { t } = useTexts();
  const preview = usePreview(
    file && {
      source: { kind: 'file', sourceId: file.sourceId },
      sheet: file.sheet,
      overrides: [...overrides],
      country,
      connectionId,
    },
  );
  if (file === null) return <p className={text['two']}>{t('job.run.once')}</p>;
  return (
    <Read of={preview} rows={4} failed={t('job.settings.source.failed')}>
      {({ columns }) => (
        <table className={table['table']} data-testid="job-columns">
          <thead>
            <tr>
              <th scope="col">{t('ui.column')}</th>
              <th scope="col">{t('wizard.map.key')}</th>
              <th scope="col" className={table['num']}>
                {t('wizard.map.guess')}
              </th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <Row key={column.index} column={column} overrides={overrides} onChange={onChange} />
            ))}
          </tbody>
        </table>
      )}
    </Read>
  );
}

const GUESS = 'guess';

interface RowProps extends Pick<JobSourceProps, 'overrides' | 'onChange'> {
  readonly column: PreviewColumn;
}

function Row({ column: { index, column, key, confidence }, overrides, onChange }: RowProps) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const said = { overrides: [...overrides] };
  const isOwn = isSaid(said, index);
  const choose = (value: string): void => {
    const { overrides: next = [] } =
      value === GUESS ? withGuess(said, index) : withColumn(said, index, value === '' ? null : value);
    onChange(next);
  };
  return (
    <tr className={table['row']}>
      <td className={table['name']}>{column}</td>
      <td>
        <select
          className={styles['key']}
          aria-label={t('wizard.map.keyOf', { column })}
          data-testid={`job-key-${index}`}
          value={key ?? ''}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="">{t('wizard.map.leaveOut')}</option>
          {isOwn && <option value={GUESS}>{t('wizard.map.guessAgain')}</option>}
          {MAP_KEYS.map((name) => (
            <option key={name} value={name}>
              {name === key || name === 'DOB'
                ? t(`wizard.match.key.${name}`)
                : `${name} · ${t(`wizard.match.key.${name}`)}`}
            </option>
          ))}
        </select>
      </td>
      <td className={table['num']}>
        <span className={text['three']}>
          {isOwn ? t('wizard.map.byYou') : key === null ? '–' : percent(confidence, 1, 0)}
        </span>
      </td>
    </tr>
  );
}
