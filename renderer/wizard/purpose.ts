import type { AudienceChoice, DraftSettings, Purpose, StepChoice } from '../../preload/contract/wizard.ts';

type NewAudience = Extract<AudienceChoice, { readonly kind: 'new' }>;
type Preset = Pick<NewAudience, 'labels' | 'isExclusionOnly'>;

/** What Muster asks for where nobody has said anything else. */
const PLAIN_AUDIENCE: NewAudience = {
  kind: 'new',
  name: '',
  description: '',
  fileSource: 'USER_PROVIDED_ONLY',
  labels: [],
  isExclusionOnly: false,
  isValueBased: false,
};

const PRESETS: Readonly<Record<Purpose, Preset>> = {
  high_value: { labels: ['HIGH_VALUE_CUSTOMERS'], isExclusionOnly: false },
  re_engage: { labels: ['DISENGAGED'], isExclusionOnly: false },
  suppression: { labels: [], isExclusionOnly: true },
  lookalike_seed: { labels: ['HIGH_VALUE_CUSTOMERS'], isExclusionOnly: false },
};
const NOTHING: Preset = { labels: [], isExclusionOnly: false };

/** What a new audience of this name begins with. */
export function newAudience(name: string, purpose: Purpose | null): NewAudience {
  return { ...PLAIN_AUDIENCE, ...presetOf(purpose), name };
}

/**
 * Another starting point: what the one before had set gives way to what this one sets; what a person has changed since stays, and so
 * does an audience that Meta has.
 */
export function withPurpose(settings: DraftSettings, purpose: Purpose | null): Partial<DraftSettings> {
  const [before, after] = [presetOf(settings.purpose), presetOf(purpose)];
  const steps = settings.steps.map((step): StepChoice => {
    const { audience } = step;
    if (audience?.kind === 'existing') return step;
    const now = audience ?? PLAIN_AUDIENCE;
    return {
      ...step,
      audience: {
        ...now,
        labels: now.labels.join() === before.labels.join() ? [...after.labels] : now.labels,
        isExclusionOnly: now.isExclusionOnly === before.isExclusionOnly ? after.isExclusionOnly : now.isExclusionOnly,
      },
    };
  });
  return { purpose, steps };
}

function presetOf(purpose: Purpose | null): Preset {
  return purpose === null ? NOTHING : PRESETS[purpose];
}
