import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import type { Slot } from './scale.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';

/** The chart's figures as a table, newest first, without the empty buckets. */
export function SlotsTable({ slots }: { readonly slots: readonly Slot[] }) {
  const { t } = useTexts();
  const { number, moment } = useFigures();
  const filled = slots.filter((slot) => slot.synced + slot.errored > 0).toReversed();
  if (filled.length === 0) return <p className={text['three']}>{t('ui.throughput.none')}</p>;
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('ui.from')}</th>
          <th scope="col" className={table['num']}>
            {t('counter.synced')}
          </th>
          <th scope="col" className={table['num']}>
            {t('counter.errored')}
          </th>
        </tr>
      </thead>
      <tbody>
        {filled.map((slot) => (
          <tr key={slot.at}>
            <td>{moment(slot.at)}</td>
            <td className={table['num']}>{number(slot.synced)}</td>
            <td className={table['num']}>{number(slot.errored)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
