import { Lock, TriangleAlert } from 'lucide-react';

import type { PreviewCell, PreviewColumn } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { isSaid, withColumn, withGuess } from './choices.ts';
import { MAP_KEYS, needsEye } from './map-keys.ts';
import { useProblemText } from './problem-text.ts';
import { useDraft } from './use-draft.tsx';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './map.module.css';

interface MapRowProps {
  readonly column: PreviewColumn;
  /** Its cell in the row that is looked at; undefined while that is read. */
  readonly cell: PreviewCell | undefined;
  /** There is no row to look at. */
  readonly isNone: boolean;
}

/** One column: its key, how sure that is, and its cell as it stands and as it is sent. */
export function MapRow({ column, cell, isNone }: MapRowProps) {
  const { t } = useTexts();
  const { settings } = useDraft();
  const looks = needsEye(column, settings);
  const isOpenDate = column.key === 'DOB' && column.dateOrder === null;
  return (
    <tr className={classes(looks && styles['look'], column.key === null && styles['dim'])} data-column={column.index}>
      <td className={classes(table['name'], styles['name'])} title={column.column}>
        {column.column}
      </td>
      <td>
        <KeySelect column={column} />
      </td>
      <td>
        <Sureness column={column} looks={looks} />
      </td>
      <td className={styles['raw']} data-raw title={cell?.raw}>
        <Raw of={cell?.raw ?? ''} />
      </td>
      <td className={styles['normalized']} data-normalized>
        {isNone ? '–' : cell && !isOpenDate && <Normalized cell={cell} />}
        {isOpenDate && (
          <span className={classes(styles['under'], styles['warn'])}>
            <TriangleAlert size={12} aria-hidden />
            {t('wizard.map.whichFirst')}
          </span>
        )}
      </td>
    </tr>
  );
}

const GUESS = 'guess';

function KeySelect({ column: { index, column, key } }: { readonly column: PreviewColumn }) {
  const { t } = useTexts();
  const { settings, change } = useDraft();
  const choose = (value: string): void =>
    change(value === GUESS ? withGuess(settings, index) : withColumn(settings, index, value === '' ? null : value));
  // Closed, it shows Meta's name alone; the list explains the others.
  const nameOf = (name: (typeof MAP_KEYS)[number]): string => {
    const words = t(`wizard.match.key.${name}`);
    if (name === 'DOB') return words;
    return name === key ? name : `${name} · ${words}`;
  };
  return (
    <select
      className={styles['select']}
      aria-label={t('wizard.map.keyOf', { column })}
      data-testid={`wizard-key-${index}`}
      value={key ?? ''}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">{t('wizard.map.leaveOut')}</option>
      {isSaid(settings, index) && <option value={GUESS}>{t('wizard.map.guessAgain')}</option>}
      {MAP_KEYS.map((name) => (
        <option key={name} value={name}>
          {nameOf(name)}
        </option>
      ))}
    </select>
  );
}

function Sureness({ column, looks }: { readonly column: PreviewColumn; readonly looks: boolean }) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const { settings } = useDraft();
  if (isSaid(settings, column.index)) return <span className={text['three']}>{t('wizard.map.byYou')}</span>;
  if (column.key === null) return null;
  return (
    <span className={classes(styles['sure'], looks && styles['warn'])}>
      {looks && <TriangleAlert size={14} aria-label={t('wizard.map.unsure')} />}
      {percent(column.confidence, 1, 0)}
    </span>
  );
}

/** A value as it stands in the file; blanks at its ends are seen. */
function Raw({ of }: { readonly of: string }) {
  const [, before = '', middle = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(of) ?? [];
  return (
    <>
      {before !== '' && <i aria-hidden>{'·'.repeat(before.length)}</i>}
      {middle}
      {after !== '' && middle !== '' && <i aria-hidden>{'·'.repeat(after.length)}</i>}
    </>
  );
}

function Normalized({ cell: { key, normalized, action, problem, column, raw } }: { readonly cell: PreviewCell }) {
  const { t } = useTexts();
  const problemText = useProblemText();
  if (key === null) return <span className={styles['under']}>{t('wizard.map.notSent')}</span>;
  return (
    <>
      {normalized === null ? <span className={text['three']}>–</span> : <Added of={normalized} raw={raw} />}
      {/* An empty cell is no problem, and has no text. */}
      {problem !== null && problem !== 'blank' && (
        <span className={classes(styles['under'], styles['warn'])}>
          <TriangleAlert size={12} aria-hidden />
          {problemText(problem, column).title}
        </span>
      )}
      {action === 'as_is' && normalized !== null && (
        <span className={styles['under']}>
          <Lock size={12} aria-hidden />
          {t('wizard.map.asIs')}
        </span>
      )}
      {action === 'passthrough' && <span className={styles['under']}>{t('wizard.map.hashed')}</span>}
    </>
  );
}

/** Digits that were put in front of a number, such as its country's, are marked. */
function Added({ of, raw }: { readonly of: string; readonly raw: string }) {
  const digits = raw.replaceAll(/\D/g, '').replace(/^0+/, '');
  const isNumber = /^\d{7,}$/.test(of) && digits !== '' && of.endsWith(digits) && of !== digits;
  if (!isNumber) return of;
  return (
    <>
      <em>{of.slice(0, of.length - digits.length)}</em>
      {digits}
    </>
  );
}
