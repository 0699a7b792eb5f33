import { candidate } from './candidate.ts';
import type { Candidate, Column } from './candidate.ts';
import { plainNames } from './plain-names.ts';
import { score } from './recognise.ts';
import { headerWords } from './words.ts';

/** The keys that names and cells agree on; plain names and states are settled by the columns beside them. */
export function candidates(columns: readonly Column[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const column of columns) {
    const one = named(column, columns);
    if (one !== null) found.push(one);
  }
  return [...found, ...plainNames(columns, found)];
}

function named(column: Column, columns: readonly Column[]): Candidate | null {
  const { match, cells } = column;
  if (match === null) return stripeCustomer(column);
  const { meaning, strength } = match;
  if (meaning === 'NAME' || meaning === 'FIRST' || meaning === 'LAST') return null;
  if (meaning === 'PLACE') return place(column, columns);
  // An agency's or a shop's own id is the same in every row, a person's is not.
  if (meaning === 'EXTERN_ID' && cells.length >= 3 && new Set(cells).size === 1) return null;
  // A plain "value" is the customer's in Meta's template, and the deal's or the order's in a list of those.
  if (meaning === 'LOOKALIKE_VALUE' && /^value$/i.test(column.name.trim()) && columns.some(isOfTrade)) return null;
  const isDay = meaning === 'DOB' && (score('DOBD', cells) ?? 0) > 0.5;
  if (isDay && columns.some((other) => other.match?.meaning === 'DOBM')) return candidate(column, 'DOBD', strength);
  return candidate(column, meaning, strength);
}

const TRADE_WORDS = new Set(
  'deal deals order orders invoice opportunity cart pipeline stage transaction product item quantity currency'.split(
    ' ',
  ),
);

function isOfTrade({ name }: Column): boolean {
  return headerWords(name).some((word) => TRADE_WORDS.has(word));
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

/** Stripe calls a customer's id plainly "id", and only the cells tell it from the id of an order or a charge. */
function stripeCustomer(column: Column): Candidate | null {
  const isCustomer = column.cells.length > 0 && column.cells.every((cell) => /^cus_\w+$/.test(cell));
  if (!isCustomer || !/^id$/i.test(column.name)) return null;
  return { index: column.index, key: 'EXTERN_ID', isSeen: true, rank: 0, confidence: 0.6, dateOrder: null };
}
