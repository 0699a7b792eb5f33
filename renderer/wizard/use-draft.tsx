import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

import type { Draft, DraftSettings, StepChoice } from '../../preload/contract/wizard.ts';
import { useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import { wizardHref } from '../route.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import type { DraftKeeper, KeptDraft } from './draft-keeper.ts';
import { hasDrop } from './drop-files.ts';
import { EMPTY_SETTINGS, EMPTY_STEP } from './step-names.ts';
import type { ShownStep } from './step-names.ts';

/** The draft that the wizard works on. */
export interface DraftState extends KeptDraft {
  /** The step that is open. */
  readonly place: ShownStep;
  /** Takes a choice; it is saved within 300 ms. */
  readonly change: (patch: Partial<DraftSettings>) => void;
  /** The job's step; one in this version. */
  readonly step: StepChoice;
  readonly changeStep: (patch: Partial<StepChoice>) => void;
  readonly goTo: (step: ShownStep) => void;
  /** Saves at once what is not saved yet: before something reads the draft in the engine. */
  readonly flush: () => Promise<void>;
  /** The dropped file of the draft is gone: another has to be chosen. */
  readonly isSourceGone: boolean;
}

const DraftContext = createContext<DraftState | null>(null);

/** What has been chosen so far, and the way to change it. For the wizard's steps. */
export function useDraft(): DraftState {
  const state = useContext(DraftContext);
  if (!state) throw new Error('useDraft outside DraftProvider');
  return state;
}

interface DraftProviderProps {
  /** As the engine has it; null = a new one, which is made at the first choice. */
  readonly stored: Draft | null;
  /** Chosen before the wizard opened, such as a file opened by a double click. */
  readonly given: Partial<DraftSettings> | null;
  readonly place: ShownStep;
  readonly children: ReactNode;
}

/** Keeps one draft for the steps below it. */
export function DraftProvider({ stored, given, place, children }: DraftProviderProps) {
  const ask = useAsk();
  const [keeper] = useState<DraftKeeper>(() =>
    createDraftKeeper(
      {
        draftId: stored?.id ?? null,
        settings: stored?.settings ?? EMPTY_SETTINGS,
        savedAt: stored?.savedAt ?? null,
      },
      stored?.place ?? place,
      { save: (order) => ask('drafts.save', order), onMade: nameInAddress },
    ),
  );
  useEffect(() => {
    const leave = (): void => void keeper.flush().catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [keeper]);
  useEffect(() => {
    if (given === null) return;
    keeper.change(given);
    const { draftId } = keeper.now();
    // So that a reload does not take it again.
    if (draftId !== null) nameInAddress(draftId);
  }, [keeper, given]);
  useEffect(() => keeper.open(place), [keeper, place]);
  const kept = useSyncExternalStore(keeper.subscribe, keeper.now);
  const dropId = dropOf(kept.settings);
  // The engine may still have its first bytes, but the file itself was in a page that is gone.
  const isGone =
    dropId !== null && (!hasDrop(dropId) || (stored?.isSourceGone === true && dropOf(stored.settings) === dropId));
  const state = useMemo<DraftState>(() => {
    const step = kept.settings.steps[0] ?? EMPTY_STEP;
    return {
      ...kept,
      place,
      step,
      change: keeper.change,
      changeStep(patch) {
        const [first = EMPTY_STEP, ...rest] = keeper.now().settings.steps;
        keeper.change({ steps: [{ ...first, ...patch }, ...rest] });
      },
      goTo(next) {
        window.location.hash = wizardHref(next, keeper.now().draftId);
      },
      flush: keeper.flush,
      isSourceGone: isGone,
    };
  }, [kept, place, keeper, isGone]);
  return <DraftContext value={state}>{children}</DraftContext>;
}

function dropOf({ source }: DraftSettings): string | null {
  return source?.kind === 'drop' ? source.dropId : null;
}

/** The draft that was just made gets into the address, so that a reload shows it; nothing is pushed to the history. */
function nameInAddress(draftId: number): void {
  const { route } = useMoments.getState();
  if (route.screen !== 'wizard') return;
  window.history.replaceState(null, '', wizardHref(route.step, draftId));
  useMoments.setState({ route: { ...route, draftId, sourceId: null, isMadeHere: true } });
}
