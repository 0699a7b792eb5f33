import { foldAccents } from './clean.ts';

/** January to December in English, German, French, Spanish, Italian, Portuguese and Dutch, long and short, without accents. */
const TABLE = [
  'january jan januar janner jaenner jaen janvier janv enero ene gennaio gen genn janeiro januari',
  'february feb febr februar feber fevrier fevr fev febrero febbraio febb fevereiro februari',
  'march mar marz maerz mrz mars marzo marco maart mrt',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei',
  'june jun juni juin junio giugno giu junho',
  'july jul juli juil juillet julio luglio lug julho',
  'august aug aout agosto ago ag augustus',
  'september sep sept septembre septiembre setiembre settembre sett set setembro',
  'october oct oktober okt octobre octubre ottobre ott outubro out',
  'november nov novembre noviembre novembro',
  'december dec dezember dez decembre diciembre dic dicembre dezembro',
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  TABLE.flatMap((words, index) => words.split(' ').map((word): [string, number] => [word, index + 1])),
);

/** 1 to 12 for a month's name or abbreviation in the seven languages, with or without a final point; null for any other word. */
export function monthNumber(word: string): number | null {
  return MONTHS.get(foldAccents(word).replace(/\.$/, '')) ?? null;
}
