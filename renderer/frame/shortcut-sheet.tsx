import { COUNTER_NAMES } from '../analytics/ledger.tsx';
import { useMoments } from '../moments.ts';
import { useTexts } from '../text.ts';
import type { TextKey } from '../text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { COMMAND_KEY } from './keyboard.ts';

import styles from './shortcut-sheet.module.css';

const SHORTCUTS: readonly (readonly [readonly string[], TextKey])[] = [
  [[COMMAND_KEY, 'K'], 'ui.shortcut.palette'],
  [['J', 'K'], 'ui.shortcut.rows'],
  [['Enter'], 'ui.shortcut.open'],
  [['Esc'], 'ui.shortcut.back'],
  [['P'], 'ui.shortcut.pause'],
  [['R'], 'ui.shortcut.run'],
  [['F6'], 'ui.shortcut.pane'],
  [['?'], 'ui.shortcut.sheet'],
];

/** All keys, and what the seven counters mean. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const singleKeys = useMoments((now) => now.singleKeys);
  const setSingleKeys = useMoments((now) => now.setSingleKeys);
  return (
    <Dialog title={t('ui.shortcuts')} onClose={onClose}>
      <dl className={styles['list']}>
        {SHORTCUTS.map(([keys, label]) => (
          <div key={label}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <label className={styles['switch']}>
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
        {t('ui.shortcut.single')}
      </label>
      <h3 className={styles['head']}>{t('ui.counters')}</h3>
      <dl className={styles['counters']}>
        {COUNTER_NAMES.map((name) => (
          <div key={name}>
            <dt>{t(`counter.${name}`)}</dt>
            <dd>{t(`counter.${name}.help`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
