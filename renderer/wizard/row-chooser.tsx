import { ChevronLeft, ChevronRight } from 'lucide-react';

import type { PreviewRow } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { IconButton } from '../ui/button.tsx';

import styles from './row-chooser.module.css';

interface RowChooserProps {
  readonly of: PreviewRow | undefined;
  /** 0-based among the first rows. */
  readonly place: number;
  readonly onChoose: (place: number) => void;
}

/** Goes through the first rows of the file, one at a time and around. */
export function RowChooser({ of, place, onChoose }: RowChooserProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const rows = of?.rows ?? 0;
  const step = (by: 1 | -1): void => {
    if (rows > 0) onChoose((place + by + rows) % rows);
  };
  return (
    <span className={styles['chooser']} data-testid="wizard-row">
      <IconButton
        size="small"
        icon={ChevronLeft}
        label={t('wizard.row.before')}
        testId="wizard-row-before"
        onPress={() => step(-1)}
      />
      <output>
        {rows === 0 ? t('wizard.row.none') : t('wizard.row', { place: number(place + 1), rows: number(rows) })}
      </output>
      <IconButton
        size="small"
        icon={ChevronRight}
        label={t('wizard.row.next')}
        testId="wizard-row-next"
        onPress={() => step(1)}
      />
    </span>
  );
}
