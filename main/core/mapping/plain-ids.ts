import type { Candidate, Column } from './candidate.ts';
import { isTrade } from './trade.ts';
import { headerWords } from './words.ts';

/** Ids that say themselves whose they are: Stripe's customers, Salesforce's contacts and leads. */
const PERSON_ID = /^(?:cus_\w+|(?:003|00Q)[a-z\d]{12}(?:[a-z\d]{3})?)$/i;
const RECORD_NAMES = new Set(['recordid', 'hsobjectid']);

/**
 * A column called plainly "ID", or "Record ID" as CRMs call it, names a person where its cells say so, or where the list is of people: every
 * row has a first name, a last name and an address of its own. An "ID" beside words of trade is the order's.
 */
export function plainIds(columns: readonly Column[], found: readonly Candidate[]): readonly Candidate[] {
  if (found.some(({ key }) => key === 'EXTERN_ID')) return [];
  const column = columns.find(({ name, cells }) => {
    const isRecord = RECORD_NAMES.has(headerWords(name).join(''));
    if (!isRecord && !/^\s*id\s*$/i.test(name)) return false;
    if (cells.length > 0 && cells.every((cell) => PERSON_ID.test(cell))) return true;
    const isOfPeople = isListOfPeople(columns, found) && isDistinct(cells) && cells.every((cell) => /^\w+$/.test(cell));
    return isOfPeople && (isRecord || !columns.some((other) => isTrade(other.name)));
  });
  return column === undefined
    ? []
    : [{ index: column.index, key: 'EXTERN_ID', isSeen: true, rank: 0, confidence: 0.6, dateOrder: null }];
}

function isListOfPeople(columns: readonly Column[], found: readonly Candidate[]): boolean {
  const ownCells = (key: Candidate['key']): readonly string[] =>
    columns[found.find((one) => one.key === key && one.rank === 0)?.index ?? -1]?.cells ?? [];
  return ownCells('FN').length > 0 && ownCells('LN').length > 0 && isDistinct(ownCells('EMAIL'));
}

/** At least two, and none twice. */
function isDistinct(cells: readonly string[]): boolean {
  return cells.length > 1 && new Set(cells).size === cells.length;
}
