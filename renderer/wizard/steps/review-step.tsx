import { TriangleAlert } from 'lucide-react';

import type { Readiness, Review } from '../../../preload/contract/wizard.ts';
import { useFigures } from '../../clock.ts';
import { useTexts } from '../../text.ts';
import { Banner } from '../../ui/banner.tsx';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { estimateOf } from '../estimate.ts';
import { LaunchButton } from '../launch-button.tsx';
import { LookalikeNext, useAfterLaunch } from '../lookalike.tsx';
import { Payload } from '../payload.tsx';
import { ReadyNotes } from '../ready-notes.tsx';
import { ReviewAudits } from '../review-audits.tsx';
import { useLaunch, useReview } from '../review-queries.ts';
import { ReviewSummary } from '../review-summary.tsx';
import { readingOf, useCount } from '../source-queries.ts';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import styles from '../review.module.css';

/** All that was chosen, what stands in the way, what leaves this computer; and the launch. */
export function ReviewStep() {
  const { t } = useTexts();
  const { settings, step } = useDraft();
  const review = useReview();
  const after = useAfterLaunch();
  const { isPending, error, refused, launch } = useLaunch(after);
  const people = usePeople();
  const notes = review.data?.notes ?? [];
  const { blocks, holds } = countsOf(notes);
  return (
    <WizardPage
      isWide
      title={t('wizard.review.title')}
      lead={t(step.audience?.kind === 'new' ? 'wizard.review.lead.new' : 'wizard.review.lead')}
      missing={
        blocks > 0
          ? t('ui.wizard.blocked', { count: blocks })
          : review.error && !review.data
            ? t('wizard.review.failed')
            : null
      }
      note={<Outlook people={people} tier={review.data?.tier ?? null} />}
      hasPrimary={blocks + holds > 0}
      end={
        <LaunchButton
          people={people}
          isKnown={review.data !== undefined && !review.isRenewing}
          isChecking={review.isRenewing}
          blocks={blocks}
          holds={holds}
          isPending={isPending}
          onLaunch={() => launch(holds > 0)}
        />
      }
    >
      <RefusalBanner error={error} />
      {refused && !isPending && (
        <Banner family="bad" icon={TriangleAlert} title={t('wizard.review.refused')} isUrgent>
          {t('wizard.review.refused.text')}
        </Banner>
      )}
      <ReadyNotes review={review} />
      <div className={styles['columns']}>
        <section>
          <ReviewSummary />
          <ReviewAudits review={review} />
        </section>
        <section>
          <Payload />
          {settings.purpose === 'lookalike_seed' && <LookalikeNext />}
        </section>
      </div>
    </WizardPage>
  );
}

/** People who will enter; null = not counted yet, or counted when it is read. */
function usePeople(): { readonly count: number | null; readonly without: number; readonly isLater: boolean } {
  const { settings, isSourceGone } = useDraft();
  const { data } = useCount(isSourceGone ? null : readingOf(settings));
  if (data?.state !== 'done') return { count: null, without: 0, isLater: data?.state === 'later' };
  const { problemCounts, rows } = data;
  const without = (problemCounts['no_identifier'] ?? 0) + (problemCounts['blank_row'] ?? 0);
  return { count: Math.max(0, rows.entered - without), without, isLater: false };
}

interface OutlookProps {
  readonly people: ReturnType<typeof usePeople>;
  readonly tier: Review['tier'];
}

/** How many people go in how many requests, and how long that takes about. */
function Outlook({ people: { count, without, isLater }, tier }: OutlookProps) {
  const { t } = useTexts();
  const { number, duration } = useFigures();
  const { settings } = useDraft();
  if (settings.source === null) return null;
  if (count === null) return t(isLater ? 'wizard.review.later' : 'wizard.review.counting');
  const { requests, ms } = estimateOf(count, tier);
  return (
    <span data-testid="wizard-outlook">
      {t('ui.wizard.outlook', { count, people: number(count), requests, time: duration(ms) })}
      {without > 0 && ` · ${t('wizard.review.without', { count: number(without) })}`}
    </span>
  );
}

function countsOf(notes: readonly Readiness[]): { readonly blocks: number; readonly holds: number } {
  const of = (wanted: Readiness['weight']): number => notes.filter(({ weight }) => weight === wanted).length;
  return { blocks: of('blocks'), holds: of('holds') };
}
