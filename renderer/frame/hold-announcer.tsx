import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useRef } from 'react';

import type { Hold } from '../../preload/contract/holds.ts';
import { useFigures } from '../clock.ts';
import { useHoldPlace } from '../home/hold-place.ts';
import { useMoments } from '../moments.ts';
import { useHolds } from '../queries.ts';
import { useTexts } from '../text.ts';

import text from '../ui/text.module.css';

/** Says a new hold at once to those who cannot see it, and to everybody what became of one that is gone. */
export function HoldAnnouncer() {
  const { t } = useTexts();
  const { number } = useFigures();
  const placeOf = useHoldPlace();
  const { data: holds } = useHolds();
  const before = useRef<readonly Hold[]>([]);
  useEffect(() => {
    if (!holds) return;
    const gone = before.current.filter(({ id }) => !holds.some((hold) => hold.id === id));
    before.current = holds;
    for (const hold of gone) {
      const isExpired = hold.expiresAt <= Date.now();
      useMoments.getState().showToast({
        key: `hold ${hold.id}`,
        family: isExpired ? 'bad' : 'ok',
        icon: isExpired ? CircleX : CircleCheck,
        title: t(isExpired ? 'ui.hold.expired' : 'ui.hold.lifted', { reason: t(`ui.held.${hold.reason}`) }),
        text: t(isExpired ? 'ui.hold.expired.text' : 'ui.hold.lifted.text', {
          account: placeOf(hold),
          count: number(hold.people),
          many: hold.people,
        }),
      });
    }
  });
  // The list is by age, so the newest is the last.
  const newest = holds?.at(-1);
  return (
    <div className={text['sr']} aria-live="assertive">
      {newest && t('ui.hold.title', { title: t(`hold.${newest.reason}.title`), account: placeOf(newest) })}
    </div>
  );
}
