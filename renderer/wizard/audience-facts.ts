import type { FoundAudience } from '../../preload/contract/wizard.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';

/** What is known of an audience, in a few words each: why it cannot be chosen, what it is, how many, in what state, its id. */
export function useAudienceFacts(): (found: FoundAudience) => readonly string[] {
  const { t, known } = useTexts();
  const sizeOf = useSize();
  return ({ id, subtype, isValueBased, size, operation, blocked }) => {
    if (id === null) return [t('wizard.audience.draft')];
    const state =
      operation && operation.code !== 200 && blocked === null
        ? (known(`wizard.audience.operation.${operation.code}`) ?? operation.description)
        : null;
    return [
      blocked === null ? null : t(`wizard.audience.blocked.${blocked}`, { type: subtype ?? '?' }),
      sizeOf(size),
      isValueBased ? t('wizard.audience.valueBased') : null,
      state,
      id,
    ].filter((fact) => fact !== null);
  };
}

/** People of an audience as Meta estimates them. */
export function useSize(): (size: FoundAudience['size']) => string {
  const { t } = useTexts();
  const { number } = useFigures();
  return (size) => {
    if (!size) return t('wizard.audience.size.untold');
    const [lower, upper] = [number(size.lower), number(size.upper)];
    return lower === upper
      ? t('wizard.audience.size.one', { count: upper })
      : t('wizard.audience.size', { lower, upper });
  };
}
