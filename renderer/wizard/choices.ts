import type { SavedMapping } from '../../preload/contract/mappings.ts';
import type { SourceRef } from '../../preload/contract/sources.ts';
import type { DraftSettings } from '../../preload/contract/wizard.ts';

type Patch = Partial<DraftSettings>;
type Said = Pick<DraftSettings, 'overrides'>;

/** Another person sends: the ad accounts are others, so none is chosen any more. */
export function withConnection(settings: DraftSettings, connectionId: number): Patch {
  if (settings.connectionId === connectionId) return {};
  return { connectionId, ...(settings.connectionId === null ? {} : withAccount(settings, null)) };
}

/** Another ad account: an audience that Meta has belongs to the one before; a new one comes along. */
export function withAccount({ steps }: DraftSettings, account: string | null): Patch {
  return {
    steps: steps.map((step) => ({
      ...step,
      account,
      audience: step.account !== account && step.audience?.kind === 'existing' ? null : step.audience,
    })),
  };
}

/** Another list: what was said about the columns of the one before says nothing of it. */
export function withSource(source: SourceRef, sourceName: string | null): Patch {
  return { source, sourceName, sheet: null, overrides: [], savedMapping: null };
}

/** Another sheet of the workbook is another list. */
export function withSheet(sheet: string | null): Patch {
  return { sheet, overrides: [], savedMapping: null };
}

/** The mapping that was kept of a list like this one takes the place of what was said; a country that was chosen stays. */
export function withSaved({ country }: DraftSettings, saved: Pick<SavedMapping, 'overrides' | 'country'>): Patch {
  return { overrides: [...saved.overrides], country: country ?? saved.country, savedMapping: 'used' };
}

/** A column is mapped by hand, to a key or `KEY:ORDER`; null = it is left out. What was said of it before is forgotten. */
export function withColumn({ overrides }: Said, index: number, key: string | null): Patch {
  const name = `#${index + 1}=`;
  return { overrides: [...overrides.filter((said) => !said.startsWith(name)), `${name}${key ?? ''}`] };
}

/** The column is guessed again. */
export function withGuess({ overrides }: Said, index: number): Patch {
  return { overrides: overrides.filter((said) => !said.startsWith(`#${index + 1}=`)) };
}

/** Whether a person said what the column is. */
export function isSaid({ overrides }: Said, index: number): boolean {
  return overrides.some((said) => said.startsWith(`#${index + 1}=`));
}
