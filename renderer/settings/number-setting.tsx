import { useId, useState } from 'react';

import { NUMBERS, SettingsChange } from '../../preload/contract/settings.ts';
import type { NumberName, Settings } from '../../preload/contract/settings.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { useChangeSetting } from './settings-queries.ts';

import styles from './settings.module.css';

/** A number with its unit, stored when the field is left or Enter is pressed; Esc brings the old one back. */
export function NumberSetting({ name, settings }: { readonly name: NumberName; readonly settings: Settings }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const change = useChangeSetting();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(settings[name]);
  const parsed = SettingsChange.safeParse({ [name]: shown.trim() === '' ? Number.NaN : Number(shown) });
  const store = (): void => {
    if (typed === null || !parsed.success) return;
    setTyped(null);
    if (parsed.data[name] !== settings[name])
      void change(parsed.data, t(`ui.settings.${name}`), { [name]: settings[name] });
  };
  return (
    <div className={styles['setting']}>
      <label htmlFor={id}>{t(`ui.settings.${name}`)}</label>
      <div className={styles['value']}>
        <input
          id={id}
          className={classes(styles['number'], !parsed.success && styles['wrong'])}
          inputMode="numeric"
          autoComplete="off"
          data-testid={`setting-${name}`}
          value={shown}
          aria-invalid={!parsed.success}
          aria-describedby={`${id}-help`}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={store}
          onKeyDown={(event) => {
            if (event.key === 'Enter') store();
            if (event.key !== 'Escape' || typed === null) return;
            event.stopPropagation();
            setTyped(null);
          }}
        />
        <span>{t(`ui.settings.${name}.unit`, { count: settings[name] })}</span>
      </div>
      <p id={`${id}-help`} className={parsed.success ? undefined : styles['error']}>
        {parsed.success
          ? t(`ui.settings.${name}.help`)
          : t('ui.settings.bounds', { least: number(NUMBERS[name].least), most: number(NUMBERS[name].most) })}
      </p>
    </div>
  );
}
