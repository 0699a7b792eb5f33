import { Gauge } from 'lucide-react';

import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures, useNow } from '../clock.ts';
import { useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';

/** Shorter pauses are the ordinary pace between two batches. */
const WORTH_SAYING_MS = 10_000;

/** Ad accounts of a run that Meta asked to pause: until when, whose limit that is as far as it can be told, and that nothing is to do. */
export function CoolDown({ run }: { readonly run: RunFacts }) {
  const { t } = useTexts();
  const { exact, away } = useFigures();
  const { data: status } = useStatus();
  const all = status?.accounts ?? [];
  const waiting = run.steps.filter(({ pendingReasons }) => (pendingReasons.throttled ?? 0) > 0);
  const cooling = all.filter(({ account }) => waiting.some((step) => step.account === account));
  const now = useNow(cooling.length === 0 ? 0 : 1000);
  return cooling.map(({ account, name, tier, coolDownUntil }) => {
    if (coolDownUntil === null || coolDownUntil - now < WORTH_SAYING_MS) return null;
    const areOthersFree = all.some((other) => other.account !== account && other.coolDownUntil === null);
    return (
      <Banner
        key={account}
        family="pending"
        icon={Gauge}
        title={t('ui.coolDown.until', {
          account: name ?? account,
          time: exact(coolDownUntil),
          away: away(coolDownUntil, now),
        })}
      >
        {t(areOthersFree ? 'ui.coolDown.account' : 'ui.coolDown.app')}{' '}
        {tier === 'limited' && `${t('ui.coolDown.limited')} ${t('ui.tier.lift')}`}
      </Banner>
    );
  });
}
