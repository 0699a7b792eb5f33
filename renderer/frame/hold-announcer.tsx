import { useHolds } from '../queries.ts';
import { useTexts } from '../text.ts';

import text from '../ui/text.module.css';

/** Says a new hold at once to those who cannot see it; the newest is the last of the list. */
export function HoldAnnouncer() {
  const { t } = useTexts();
  const { data: holds } = useHolds();
  const newest = holds?.at(-1);
  return (
    <div className={text['sr']} aria-live="assertive">
      {newest && t('ui.hold.title', { title: t(`hold.${newest.reason}.title`), account: newest.account })}
    </div>
  );
}
