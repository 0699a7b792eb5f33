import { DatabaseZap, HardDrive, PlugZap, WifiOff } from 'lucide-react';

import { useFigures } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useStatus } from '../queries.ts';
import { PauseNotice } from '../queue/pause-notice.tsx';
import { pauseOf } from '../queue/target.ts';
import { useTexts } from '../text.ts';
import { Tour } from '../tour/tour.tsx';
import { Banner } from '../ui/banner.tsx';

/** What concerns everything on the page, above every screen: Muster is silent, the disk is full, no network, all paused. */
export function Notices() {
  const { t } = useTexts();
  const { moment } = useFigures();
  const isAnswering = useMoments((now) => now.isAnswering);
  const { data: status } = useStatus();
  const { trouble = null, offline = [], pauses = [] } = status ?? {};
  const everything = pauseOf(pauses, { scope: 'everything' });
  return (
    <>
      {!isAnswering && (
        <Banner family="warn" icon={PlugZap} title={t('ui.lost.title')} isFlush isUrgent>
          {t('ui.lost.text')}
        </Banner>
      )}
      {trouble && (
        <Banner
          family="bad"
          icon={trouble.kind === 'disk_full' ? HardDrive : DatabaseZap}
          title={t('ui.trouble.since', { time: moment(trouble.since) })}
          isFlush
          isUrgent
        >
          {t(`storage.${trouble.kind}`)}.
        </Banner>
      )}
      {offline.map(({ host, since, said }) => (
        <Banner
          key={host}
          family="warn"
          icon={WifiOff}
          title={t('ui.offline.since', { time: moment(since) })}
          isFlush
          isUrgent
        >
          {t('ui.offline.text', { host })} <code>{said}</code>
        </Banner>
      ))}
      <Tour />
      {everything && <PauseNotice pause={everything} name={t('ui.everything')} />}
    </>
  );
}
