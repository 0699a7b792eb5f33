import { ArrowRight, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { useMoments } from '../moments.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { useNewestAlert } from './log-queries.ts';
import { useSentences } from './sentence.ts';

/** Says an alert that comes while the page is open; what came before is in the log. */
export function AlertAnnouncer() {
  const { t } = useTexts();
  const sentence = useSentences();
  const { data: alert } = useNewestAlert();
  const known = useRef<number | null>(null);
  useEffect(() => {
    if (alert === undefined) return;
    const id = alert?.id ?? 0;
    const isNew = known.current !== null && id > known.current;
    known.current = id;
    if (!isNew || alert === null) return;
    const { jobId, runId } = alert;
    useMoments.getState().showToast({
      key: `alert ${runId}`,
      family: 'bad',
      icon: TriangleAlert,
      title: sentence(alert).text,
      ...(jobId === null
        ? {}
        : {
            action: {
              label: t('ui.alert.look'),
              icon: ArrowRight,
              onPress: () => (window.location.hash = jobHref(jobId, { tab: 'problems', runId })),
            },
          }),
    });
  });
  return null;
}
