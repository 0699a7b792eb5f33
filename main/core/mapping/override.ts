import type { DateOrder } from '../identifiers/birth-date.ts';
import { isMappedKey, KEYS } from '../keys.ts';
import type { MappedKey } from '../keys.ts';
import { columnLimit, isBirthPart } from './choose.ts';
import type { ColumnMapping, Overridden } from './column-mapping.ts';
import { dateOrderOf } from './date-format.ts';
import { visibleText } from './words.ts';

/** One `COL=KEY` that a person wrote, resolved to a column. */
export interface Override {
  readonly ok: true;
  readonly index: number;
  readonly key: MappedKey | null;
  readonly dateOrder: DateOrder | null;
}

interface Rejected {
  readonly ok: false;
  readonly message: string;
}

/** Reads one override; the message of a refusal names it, what exists and what to write instead. */
export function parseOverride(text: string, mapping: readonly ColumnMapping[]): Override | Rejected {
  const cut = text.lastIndexOf('=');
  if (cut <= 0)
    return rejected(text, 'is not COL=KEY', 'Write a column, "=" and a key, or nothing after "=" to unmap.', mapping);
  const column = findColumn(text.slice(0, cut), mapping);
  if (typeof column === 'string')
    return rejected(text, column, 'Write a name as it stands here, or "#3" for the third column.', mapping);
  const [, keyText = '', format] = /^([^:]*)(?::(.*))?$/s.exec(text.slice(cut + 1).trim()) ?? [];
  const key = keyText.trim().toUpperCase();
  if (key === '' && format === undefined) return { ok: true, index: column.index, key: null, dateOrder: null };
  if (!isMappedKey(key))
    return {
      ok: false,
      message: `--map "${text}": there is no key "${keyText.trim()}". Keys: DOB, ${KEYS.join(', ')}; leave the key out to unmap.`,
    };
  const dateOrder = format === undefined ? column.dateOrder : dateOrderOf(format);
  if (format !== undefined && (key !== 'DOB' || dateOrder === null))
    return {
      ok: false,
      message: `--map "${text}": "${format}" says nothing about ${key}. Only DOB takes a format: DMY, MDY, YMD, serial, or one like DD/MM/YYYY.`,
    };
  return { ok: true, index: column.index, key, dateOrder: key === 'DOB' ? dateOrder : null };
}

/** The mapping after one override. `explicit` holds the columns of earlier overrides, which outrank guesses. */
export function applyOverride(
  mapping: readonly ColumnMapping[],
  override: Override,
  explicit: ReadonlySet<number>,
  text: string,
): Overridden {
  const { key, dateOrder, index } = override;
  const set = mapping.map((one) =>
    one.index === index ? { ...one, key, dateOrder, confidence: key === null ? 0 : 1 } : one,
  );
  if (key === null) return { ok: true, mapping: set };
  const rivals = set.filter((one) => one.index !== index && clash(one.key, key));
  const surplus = rivals.length + 1 - columnLimit(key);
  if (surplus <= 0) return { ok: true, mapping: set };
  if (columnLimit(key) > 1 && rivals.every((one) => explicit.has(one.index)))
    return {
      ok: false,
      message: `--map "${text}": ${key} already has ${columnLimit(key)} columns (${rivals.map((one) => one.column).join(', ')}). Unmap one of them first, as in "${rivals[0]?.column ?? 'COL'}=".`,
    };
  // Guesses give way before what a person said, unsure ones first.
  const leaving = rivals
    .toSorted(
      (a, b) =>
        Number(explicit.has(a.index)) - Number(explicit.has(b.index)) ||
        a.confidence - b.confidence ||
        b.index - a.index,
    )
    .slice(0, columnLimit(key) === 1 ? rivals.length : surplus)
    .map((one) => one.index);
  return {
    ok: true,
    mapping: set.map((one) =>
      leaving.includes(one.index) ? { ...one, key: null, confidence: 0, dateOrder: null } : one,
    ),
  };
}

/** The same key twice, or a whole birth date beside its parts. */
function clash(one: MappedKey | null, other: MappedKey): boolean {
  if (one === null) return false;
  return one === other || (one === 'DOB' && isBirthPart(other)) || (other === 'DOB' && isBirthPart(one));
}

/** The column, or what is wrong. */
function findColumn(text: string, mapping: readonly ColumnMapping[]): ColumnMapping | string {
  const exact = mapping.find((one) => one.column === text) ?? mapping.find((one) => one.column === visibleText(text));
  if (exact !== undefined) return exact;
  const position = /^\s*#(\d+)\s*$/.exec(text)?.[1];
  if (position !== undefined)
    return mapping[Number(position) - 1] ?? `asks for a column that does not exist (the file has ${mapping.length})`;
  const same = mapping.filter((one) => loose(one.column) === loose(text));
  if (same.length > 1) return `fits ${same.length} columns (${same.map((one) => `#${one.index + 1}`).join(', ')})`;
  return same[0] ?? 'names a column that does not exist';
}

function loose(text: string): string {
  return visibleText(text).replace(/\s/g, '').normalize('NFC').toLowerCase();
}

function rejected(text: string, what: string, remedy: string, mapping: readonly ColumnMapping[]): Rejected {
  return {
    ok: false,
    message: `--map "${text}" ${what}. Columns: ${mapping.map((one) => one.column).join(', ')}. ${remedy}`,
  };
}
