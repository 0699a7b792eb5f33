import type { DraftSettings, StepChoice, WizardStep } from '../../preload/contract/wizard.ts';

/** The steps of the wizard in their order. The same as the contract's, which only the engine loads. */
export const SHOWN_STEPS = [
  'connect',
  'accounts',
  'terms',
  'source',
  'map',
  'audience',
  'match',
  'schedule',
  'review',
] as const satisfies readonly WizardStep[];
export type ShownStep = (typeof SHOWN_STEPS)[number];

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
