import { candidate } from './candidate.ts';
import type { Candidate, Column } from './candidate.ts';
import { plainIds } from './plain-ids.ts';
import { plainNames } from './plain-names.ts';
import { score } from './recognise.ts';
import { isTrade } from './trade.ts';
import { headerWords } from './words.ts';

/** The keys that names and cells agree on; plain names, ids and states are settled by the columns beside them. */
export function candidates(columns: readonly Column[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const column of columns) {
    const one = named(column, columns);
    if (one !== null) found.push(one);
  }
  const own = found.filter((one) => !isServing(one, columns, found));
  const all = [...own, ...plainNames(columns, own)];
  return [...all, ...plainIds(columns, all)];
}

function named(column: Column, columns: readonly Column[]): Candidate | null {
  const { match, cells } = column;
  if (match === null) return null;
  const { meaning, strength } = match;
  if (meaning === 'NAME' || meaning === 'FIRST' || meaning === 'LAST') return null;
  if (meaning === 'PLACE') return place(column, columns);
  // An agency's or a shop's own id is the same in every row, a person's is not.
  if (meaning === 'EXTERN_ID' && cells.length >= 3 && new Set(cells).size === 1) return null;
  // A plain "value" is the customer's in Meta's template, and the deal's or the order's in a list of those.
  if (
    meaning === 'LOOKALIKE_VALUE' &&
    /^value$/i.test(column.name.trim()) &&
    columns.some((other) => isTrade(other.name))
  )
    return null;
  const isDay = meaning === 'DOB' && (score('DOBD', cells) ?? 0) > 0.5;
  if (isDay && columns.some((other) => other.match?.meaning === 'DOBM')) return candidate(column, 'DOBD', strength);
  return candidate(column, meaning, strength);
}

/** "State", "Estado", "Stato" or "Staat": a state, a country or a status. Without a sign of either it is a status. */
function place(column: Column, columns: readonly Column[]): Candidate | null {
  const { cells, name } = column;
  const isBesideAddress = columns.some((other) => ['CT', 'ZIP', 'COUNTRY'].includes(other.match?.meaning ?? ''));
  const known = score('KNOWN_STATE', cells);
  if (known === null) return isBesideAddress ? candidate(column, 'ST', 'strong') : null;
  const isCountry = (score('COUNTRY', cells) ?? 0) > 0.8;
  const hasCountryColumn = columns.some((other) => other.match?.meaning === 'COUNTRY');
  const saysCountry = /stato|staat/i.test(name) || known <= 0.5;
  if (isCountry && saysCountry && !hasCountryColumn) return candidate(column, 'COUNTRY', 'weak');
  if (known > 0.5) return candidate(column, 'ST', 'strong');
  return isBesideAddress && (score('ST', cells) ?? 0) >= 0.8 ? candidate(column, 'ST', 'weak') : null;
}

/** In a list that speaks of invitees, clients or contacts, a "user" is the one who serves them. */
function isServing({ index, key }: Candidate, columns: readonly Column[], found: readonly Candidate[]): boolean {
  const words = (at: number): readonly string[] => headerWords(columns[at]?.name ?? '');
  return (
    key !== 'EXTERN_ID' &&
    words(index).includes('user') &&
    found.some((other) => other.key === key && words(other.index).some((word) => SERVED.has(word)))
  );
}

const SERVED = new Set('invitee attendee guest customer client contact lead subscriber patient buyer'.split(' '));
