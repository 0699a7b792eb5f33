import { useId } from 'react';

import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { isMatched, switched } from './keys.ts';
import type { MatchField } from './keys.ts';
import { useDraft } from './use-draft.tsx';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './fields.module.css';

/** Of what is filled; fewer usable ones deserve a look. */
const FEW = 0.9;

interface MatchFieldsProps {
  readonly fields: readonly MatchField[];
  /** Rows looked at. */
  readonly read: number;
}

/** The mapped fields with a check box each, and how many of the first rows have them. */
export function MatchFields({ fields, read }: MatchFieldsProps) {
  const { t, known } = useTexts();
  const { number } = useFigures();
  const { step, changeStep } = useDraft();
  const id = useId();
  return (
    <table className={classes(table['table'], styles['keys'])}>
      <thead>
        <tr>
          <th scope="col">{t('wizard.match.field')}</th>
          <th scope="col">{t('wizard.match.column')}</th>
          <th scope="col" className={table['num']}>
            {t('wizard.match.filled', { read: number(read) })}
          </th>
          <th scope="col" className={table['num']}>
            {t('wizard.match.valid')}
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const { name, columns, filled, valid } = field;
          const hint = known(`wizard.match.key.${name}.text`);
          return (
            <tr key={name} data-field={name}>
              <td>
                <span className={styles['check']}>
                  <input
                    id={`${id}-${name}`}
                    type="checkbox"
                    checked={isMatched(field, step.keys)}
                    aria-describedby={hint === undefined ? undefined : `${id}-${name}-hint`}
                    data-testid={`wizard-key-${name}`}
                    onChange={() => changeStep({ keys: switched(fields, step.keys, name) })}
                  />
                  <label htmlFor={`${id}-${name}`}>
                    <span className={text['key']}>{name}</span> {known(`wizard.match.key.${name}`)}
                  </label>
                  {hint !== undefined && <p id={`${id}-${name}-hint`}>{hint}</p>}
                </span>
              </td>
              <td className={text['two']}>{columns.join(', ')}</td>
              <td className={table['num']}>{number(filled)}</td>
              <td className={classes(table['num'], valid < filled * FEW && styles['less'])}>{number(valid)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
