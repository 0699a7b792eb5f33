import { List } from 'lucide-react';

import type { ThroughputRange } from '../queries.ts';
import { useTexts } from '../text.ts';
import { IconButton } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';

interface RangeToolsProps {
  readonly range: ThroughputRange;
  readonly onRange: (range: ThroughputRange) => void;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly tableTestId?: string;
}

/** How far back a chart looks, and whether it is shown as its table. */
export function RangeTools({ range, onRange, isTable, onTable, tableTestId }: RangeToolsProps) {
  const { t } = useTexts();
  return (
    <>
      <Segmented
        label={t('ui.throughput.range')}
        value={range}
        onChoose={onRange}
        options={[
          ['hour', t('ui.range.hour')],
          ['day', t('ui.range.day')],
          ['month', t('ui.range.month')],
        ]}
      />
      <IconButton
        icon={List}
        size="small"
        label={t('ui.throughput.table')}
        isPressed={isTable}
        {...(tableTestId === undefined ? {} : { testId: tableTestId })}
        onPress={() => onTable(!isTable)}
      />
    </>
  );
}
