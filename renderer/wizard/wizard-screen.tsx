import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

import type { Route } from '../route.ts';
import { useTexts } from '../text.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Read } from '../ui/reading.tsx';
import { withSource } from './choices.ts';
import { useStoredDraft } from './draft-queries.ts';
import { DropZone } from './drop-zone.tsx';
import { useSavedMapping } from './saved-mapping.tsx';
import { readingOf, usePreview } from './source-queries.ts';
import { SHOWN_STEPS } from './step-names.ts';
import { Stepper, StepperBar } from './stepper.tsx';
import { AccountsStep } from './steps/accounts-step.tsx';
import { AudienceStep } from './steps/audience-step.tsx';
import { ConnectStep } from './steps/connect-step.tsx';
import { MapStep } from './steps/map-step.tsx';
import { MatchStep } from './steps/match-step.tsx';
import { ReviewStep } from './steps/review-step.tsx';
import { ScheduleStep } from './steps/schedule-step.tsx';
import { SourceStep } from './steps/source-step.tsx';
import { TermsStep } from './steps/terms-step.tsx';
import { DraftProvider, useDraft } from './use-draft.tsx';

import styles from './wizard.module.css';

type WizardRoute = Extract<Route, { readonly screen: 'wizard' }>;

interface WizardScreenProps {
  readonly route: WizardRoute;
  /** What concerns everything on the page. */
  readonly notices: ReactNode;
}

/** The set-up of a job, step by step; in place of sidebar and screen. */
export function WizardScreen({ route, notices }: WizardScreenProps) {
  const { t } = useTexts();
  const { session, isNew, draftId } = useSession(route);
  const stored = useStoredDraft(isNew ? null : draftId);
  const given = useMemo(
    () => (route.sourceId === null ? null : withSource({ kind: 'file', sourceId: route.sourceId }, null)),
    [route.sourceId],
  );
  if (isNew || stored.data)
    return (
      <DraftProvider key={session} stored={isNew ? null : (stored.data ?? null)} given={given} place={route.step}>
        <Opened notices={notices} />
      </DraftProvider>
    );
  return (
    <main className={styles['alone']} id="content" data-pane tabIndex={-1}>
      {notices}
      <Read
        of={stored}
        rows={6}
        failed={t('wizard.draft.failed')}
        wayOut={
          <ButtonLink kind="primary" href="#/jobs">
            {t('wizard.draft.failed.act')}
          </ButtonLink>
        }
      >
        {() => null}
      </Read>
    </main>
  );
}

function Opened({ notices }: { readonly notices: ReactNode }) {
  useSourceName();
  useSavedMapping();
  return (
    <>
      <Stepper />
      <main className={styles['main']} id="content" data-pane tabIndex={-1}>
        {notices}
        <StepperBar />
        <DropZone>
          <Step />
        </DropZone>
      </main>
    </>
  );
}

/** A source that was given by its number alone, such as a file opened by a double click, gets its name from its first look. */
function useSourceName(): void {
  const { settings, change, isSourceGone } = useDraft();
  const { data } = usePreview(isSourceGone ? null : readingOf(settings));
  const name = settings.source !== null && settings.sourceName === null ? data?.name : undefined;
  useEffect(() => {
    if (name !== undefined) change({ sourceName: name });
  }, [name, change]);
}

function Step() {
  const { place } = useDraft();
  switch (place) {
    case 'connect':
      return <ConnectStep />;
    case 'accounts':
      return <AccountsStep />;
    case 'terms':
      return <TermsStep />;
    case 'source':
      return <SourceStep />;
    case 'map':
      return <MapStep />;
    case 'audience':
      return <AudienceStep />;
    case 'match':
      return <MatchStep />;
    case 'schedule':
      return <ScheduleStep />;
    case 'review':
      return <ReviewStep />;
  }
}

/**
 * Which draft is open. A new one that has just been saved is the same as before: the address has got its number, and nothing is read
 * again under the hands of the person. A file that is handed over before one has gone past the source is for the draft that is open.
 */
function useSession({ draftId, sourceId, step, isMadeHere }: WizardRoute) {
  const [now, setNow] = useState({ session: 0, isNew: draftId === null, draftId, step });
  const takesFile = sourceId !== null && SHOWN_STEPS.indexOf(now.step) <= SHOWN_STEPS.indexOf('source');
  const wanted = draftId ?? (takesFile ? now.draftId : null);
  if (now.draftId === wanted && now.step === step) return now;
  const isSame = now.draftId === wanted || (now.draftId === null && isMadeHere === true);
  const next = isSame
    ? { ...now, draftId: wanted, step }
    : { session: now.session + 1, isNew: wanted === null, draftId: wanted, step };
  setNow(next);
  return next;
}
