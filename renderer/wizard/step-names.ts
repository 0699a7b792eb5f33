import type { DraftSettings, StepChoice, WizardStep } from '../../preload/contract/wizard.ts';

/** The steps that the wizard shows, in their order; the schedule comes with its own issue. */
export const SHOWN_STEPS = [
  'connect',
  'accounts',
  'terms',
  'source',
  'map',
  'audience',
  'match',
  'review',
] as const satisfies readonly WizardStep[];
export type ShownStep = (typeof SHOWN_STEPS)[number];

/** The step that stands for one that is not shown. */
export function shown(step: WizardStep): ShownStep {
  return step === 'schedule' ? 'review' : step;
}

/** The step before or after; null at an end. */
export function neighbour(step: ShownStep, by: 1 | -1): ShownStep | null {
  return SHOWN_STEPS[SHOWN_STEPS.indexOf(step) + by] ?? null;
}

export const EMPTY_STEP: StepChoice = { account: null, audience: null, action: 'add', keys: null };

/** What a new draft says: nothing. The same as the contract's defaults, which only the engine loads. */
export const EMPTY_SETTINGS: DraftSettings = {
  purpose: null,
  name: '',
  connectionId: null,
  source: null,
  sourceName: null,
  sheet: null,
  overrides: [],
  savedMapping: null,
  country: null,
  zeroValue: false,
  schedule: null,
  steps: [EMPTY_STEP],
};
