import { useId } from 'react';

import type { Preview } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { withSheet } from './choices.ts';
import { useDraft } from './use-draft.tsx';

import map from './map.module.css';

/** Which sheet of a workbook the list is; hidden ones are named as such. */
export function SheetChoice({ of: { sheet, sheets } }: { readonly of: NonNullable<Preview['workbook']> }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { change } = useDraft();
  const id = useId();
  return (
    <div>
      <dt>
        <label htmlFor={id}>{t('wizard.source.sheet')}</label>
      </dt>
      <dd>
        <select
          id={id}
          className={map['select']}
          data-testid="wizard-sheet"
          value={sheet}
          onChange={({ target }) => change(withSheet(target.value))}
        >
          {sheets.map(({ name, rows, isHidden }) => (
            <option key={name} value={name}>
              {t('ui.wizard.source.sheet', { name, rows: number(rows ?? 0), many: rows ?? -1 })}
              {isHidden && ` (${t('wizard.source.sheet.hidden')})`}
            </option>
          ))}
        </select>
      </dd>
    </div>
  );
}
