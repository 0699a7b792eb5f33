import { useConnections, useReach } from '../queries.ts';
import { useScheduleWords } from '../schedules/schedule-words.ts';
import { useTexts } from '../text.ts';
import { readingOf, usePreview } from './source-queries.ts';
import { SHOWN_STEPS } from './step-names.ts';
import type { ShownStep } from './step-names.ts';
import { missingTerms, neededKinds, useAccountTerms } from './terms-queries.ts';
import { useDraft } from './use-draft.tsx';

/** How a step stands; `open` = something is missing. */
export interface StepFact {
  readonly step: ShownStep;
  readonly state: 'done' | 'open' | 'held' | 'todo';
  /** What was chosen, or what is missing. */
  readonly said: string | null;
}

type Standing = Omit<StepFact, 'step'>;
const TODO: Standing = { state: 'todo', said: null };

/** All steps with what was chosen in each. What is missing is only said of steps that one has passed. */
export function useStepFacts(): readonly StepFact[] {
  const { t } = useTexts();
  const words = useScheduleWords();
  const { place, settings, step, isSourceGone } = useDraft();
  const account = useAccountName();
  const connection = useConnection();
  const needed = neededKinds(settings);
  const terms = useAccountTerms(settings.connectionId, step.account, needed, false);
  const preview = usePreview(isSourceGone ? null : readingOf(settings));
  const open: Standing = { state: 'open', said: t('wizard.step.open') };
  const done = (said: string): Standing => ({ state: 'done', said });
  const mapped = preview.data?.columns.filter(({ key }) => key !== null).length ?? 0;

  const standingOf = (name: ShownStep): Standing => {
    switch (name) {
      case 'connect':
        if (!connection) return open;
        return connection.isUsable ? done(connection.name) : { state: 'open', said: t('wizard.step.connect.broken') };
      case 'accounts':
        return account === null ? open : done(account);
      case 'terms': {
        const missing = missingTerms(terms.data, needed);
        if (missing === null) return step.account === null ? open : TODO;
        if (missing.length === 0) return done(t('wizard.step.terms.accepted'));
        return { state: 'held', said: t('wizard.step.terms.missing') };
      }
      case 'source':
        if (isSourceGone) return { state: 'open', said: t('wizard.step.source.gone') };
        return settings.source === null ? open : done(settings.sourceName ?? t('wizard.step.source.file'));
      case 'map':
        if (preview.error) return { state: 'open', said: t('wizard.step.map.unread') };
        if (!preview.data) return settings.source === null ? open : TODO;
        return mapped === 0
          ? { state: 'open', said: t('wizard.step.map.none') }
          : done(t('wizard.step.map.some', { mapped, total: preview.data.columns.length }));
      case 'audience':
        return step.audience === null || step.audience.name === '' ? open : done(step.audience.name);
      case 'match': {
        if (step.keys?.length === 0) return { state: 'open', said: t('wizard.step.match.none') };
        if (mapped === 0) return TODO;
        const count = step.keys?.length ?? new Set(preview.data?.columns.flatMap(({ key }) => key ?? [])).size;
        return done(t(`ui.wizard.step.match.${step.action}`, { count }));
      }
      case 'schedule':
        return done(words.said(settings.schedule));
      case 'review':
        return TODO;
    }
  };
  const at = SHOWN_STEPS.indexOf(place);
  return SHOWN_STEPS.map((name, index) => {
    const standing = standingOf(name);
    const isAhead = index >= at;
    // Defaults of steps that nobody has seen are no choices yet.
    if (isAhead && (standing === open || ((name === 'match' || name === 'schedule') && index > at)))
      return { step: name, ...TODO };
    return { step: name, ...standing };
  });
}

/** Who the draft sends as; null = nobody is chosen, or that connection is gone. */
export function useConnection(): {
  readonly name: string;
  readonly isUsable: boolean;
  readonly isSandbox: boolean;
} | null {
  const { t } = useTexts();
  const { settings } = useDraft();
  const { data: connections } = useConnections();
  const found = connections?.find(({ id }) => id === settings.connectionId);
  if (!found) return null;
  const { person, health, isSandbox } = found;
  return {
    name: person.name ?? person.id ?? t('ui.accounts.somebody'),
    isUsable: health !== 'invalid' && health !== 'disconnected',
    isSandbox,
  };
}

/** What the draft's ad account is called; null = none is chosen. */
export function useAccountName(): string | null {
  const { settings, step } = useDraft();
  const { data: reach } = useReach(settings.connectionId);
  if (step.account === null) return null;
  return reach?.accounts.find(({ account }) => account === step.account)?.name ?? step.account;
}
