import { cleanWords, foldAccents } from './clean.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

/** Words and forms of address without accents, in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MALE = `m h male man men boy mr mister sir gentleman masculine masc
  mann mannlich maennlich herr hr herrn junge
  homme masculin monsieur garcon
  hombre masculino varon senor sr macho chico nino
  uomo maschio maschile signor signore sig ragazzo
  homem masculina senhor rapaz menino
  mannelijk heer dhr meneer jongen`;
const FEMALE = `f w v female woman women girl mrs ms miss lady madam maam feminine fem
  frau weiblich fraulein maedchen madchen dame
  femme feminin madame mme mlle mademoiselle fille
  mujer femenino femenina senora sra senorita srta hembra chica nina
  donna femmina femminile signora sigra signorina ragazza
  mulher feminino feminina senhora dona menina
  vrouw vrouwelijk mevrouw mevr mw mej meisje`;

const GENDERS: ReadonlyMap<string, 'm' | 'f'> = new Map([
  ...MALE.split(/\s+/).map((word): [string, 'm'] => [word, 'm']),
  ...FEMALE.split(/\s+/).map((word): [string, 'f'] => [word, 'f']),
  ['\u2642', 'm'],
  ['\u2640', 'f'],
]);

/** `Frau Dr.`: they stand beside a form of address and say nothing themselves. */
const TITLES: ReadonlySet<string> = new Set(['dr', 'prof', 'profdr', 'med', 'ing', 'dipl']);

/**
 * GEN: `m` or `f` (meta-api.md 8.1), from words only. Numbers, `d`, `x` and words we do not know are dropped: a guess would be wrong half the time.
 */
export function normaliseGender(raw: string): Normalised {
  const direct = GENDERS.get(raw) ?? GENDERS.get(raw.toLowerCase());
  if (direct !== undefined) return hash(direct);
  const text = cleanWords(raw);
  const symbol = GENDERS.get(text);
  if (symbol !== undefined) return hash(symbol);
  const screened = screen(text);
  if (screened) return screened;
  if (/\p{N}/u.test(text)) return drop('unknown_gender');
  // Without points for `Sig.ra`; not without a slash, as `m/w` means either.
  const words = (
    foldAccents(text)
      .replaceAll('.', '')
      .match(/\p{L}+/gu) ?? []
  ).filter((word) => !TITLES.has(word));
  const [first, ...others] = words.map((word) => GENDERS.get(word));
  return first !== undefined && others.every((other) => other === first) ? hash(first) : drop('unknown_gender');
}
