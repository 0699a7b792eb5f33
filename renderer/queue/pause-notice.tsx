import { CirclePause, Play } from 'lucide-react';

import type { Pause } from '../../preload/contract/queue.ts';
import { useFigures } from '../clock.ts';
import type { TextKey } from '../text.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useQueueActions } from './queue-actions.ts';

const MEANS: Readonly<Record<Pause['scope'], TextKey>> = {
  everything: 'ui.paused.means.everything',
  ad_account: 'ui.paused.means.ad_account',
  job: 'ui.paused.means.job',
  step: 'ui.paused.means.step',
};

interface PauseNoticeProps {
  readonly pause: Pause;
  readonly name: string;
  /** The button that ends it stands close by already. */
  readonly hasResume?: boolean;
}

/** The user stopped this: since when, what it means, and the way on. */
export function PauseNotice({ pause, name, hasResume }: PauseNoticeProps) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const { resume } = useQueueActions();
  return (
    <Banner
      family="off"
      icon={CirclePause}
      title={t('ui.paused.since', { name, time: moment(pause.since) })}
      isFlush
      action={
        hasResume ? null : (
          <Button size="small" icon={Play} onPress={() => resume(pause, name)}>
            {t('ui.resume')}
          </Button>
        )
      }
    >
      {t(MEANS[pause.scope])}
    </Banner>
  );
}
