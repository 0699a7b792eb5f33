import { createHash } from 'node:crypto';

import { invalidParameter } from './errors.ts';
import type { Entry, Identifier } from './people.ts';
import type { Trouble } from './request.ts';

/** What the sandbox made of an upload's rows. */
export interface CheckedRows {
  readonly entries: readonly Entry[];
  readonly invalidCount: number;
  /** JSON text of the row → reason; at most 100. */
  readonly invalidSamples: Readonly<Record<string, string>>;
}

type CellForm = 'digest' | 'device' | 'text' | 'number' | 'setting';

/** Meta's schema keys, without those that name Facebook users or Page users (UID, APPUID, PAGEUID), which Muster never has. */
const forms: ReadonlyMap<string, CellForm> = new Map<string, CellForm>([
  ...['EMAIL', 'PHONE', 'GEN', 'DOBY', 'DOBM', 'DOBD', 'LN', 'FN', 'FI', 'CT', 'ST', 'ZIP', 'COUNTRY'].map(
    (key) => [key, 'digest'] as const,
  ),
  ['MADID', 'device'],
  ['EXTERN_ID', 'text'],
  ['LOOKALIKE_VALUE', 'number'],
  ['DATA_PROCESSING_OPTIONS', 'setting'],
  ['DATA_PROCESSING_OPTIONS_COUNTRY', 'setting'],
  ['DATA_PROCESSING_OPTIONS_STATE', 'setting'],
]);

const legacyNames: ReadonlyMap<string, string> = new Map([
  ['EMAIL_SHA256', 'EMAIL'],
  ['PHONE_SHA256', 'PHONE'],
  ['MOBILE_ADVERTISER_ID', 'MADID'],
]);

const strongKinds: readonly string[] = ['EMAIL', 'PHONE', 'MADID', 'EXTERN_ID'] satisfies Identifier['kind'][];

const maxSamples = 100;

interface Column {
  readonly key: string;
  readonly form: CellForm;
  readonly index: number;
}

/**
 * The keys of a schema. One string is Meta's older single-key form.
 * Throws code 100 for anything else, for unknown keys and for repeated ones (texts invented).
 */
export function parseSchema(schema: unknown): readonly string[] {
  const given: readonly unknown[] = Array.isArray(schema) ? schema : [schema];
  const keys = given.map((name) => {
    const key = typeof name === 'string' ? (legacyNames.get(name) ?? name) : '';
    if (!forms.has(key)) throw invalidParameter(`Unknown schema key: ${JSON.stringify(name)}`);
    return key;
  });
  if (keys.length === 0) throw invalidParameter('The schema is empty');
  if (new Set(keys).size < keys.length) throw invalidParameter('The schema names a key twice');
  return keys;
}

/**
 * Sorts an upload's rows into entries and invalid ones. Throws code 100 when a row does not fit the schema (invented: no recording).
 * @param isSingle the schema was one string, so a row may be a bare value
 */
export function checkRows(
  keys: readonly string[],
  data: readonly unknown[],
  isSingle: boolean,
  trouble: Trouble = {},
): CheckedRows {
  const columns = keys
    .map((key, index): Column => ({ key, form: forms.get(key) ?? 'text', index }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const entries: Entry[] = [];
  const invalidSamples: Record<string, string> = {};
  let invalidCount = 0;
  for (const [index, row] of data.entries()) {
    const cells: unknown = isSingle && !Array.isArray(row) ? [row] : row;
    if (!Array.isArray(cells) || cells.length !== keys.length) {
      throw invalidParameter('Data is missing or does not match schema');
    }
    const isRejected = index < (trouble.rejectedRows ?? 0);
    const checked = isRejected ? 'rejected by a fault of the sandbox' : checkRow(columns, cells.map(cellText));
    if (typeof checked !== 'string') entries.push(checked);
    else if (++invalidCount <= maxSamples && !(isRejected && trouble.isUnnamed === true)) {
      invalidSamples[JSON.stringify(row)] = checked;
    }
  }
  return { entries, invalidCount, invalidSamples };
}

/** "empty external ID" was recorded; every other reason is invented. */
const cellRules: Readonly<Record<CellForm, { readonly fits: (cell: string) => boolean; readonly otherwise: string }>> =
  {
    digest: { fits: (cell) => cell === '' || /^[0-9a-f]{64}$/.test(cell), otherwise: 'not a SHA-256 hash' },
    device: {
      // Lower case with hyphens, and never hashed: a hashed one would match nobody at Meta, without a word.
      fits: (cell) => cell === '' || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cell),
      otherwise: 'not a mobile advertiser ID',
    },
    text: { fits: (cell) => cell !== '', otherwise: 'empty external ID' },
    number: { fits: (cell) => cell !== '' && Number(cell) >= 0, otherwise: 'not a number from 0' },
    setting: { fits: () => true, otherwise: '' },
  };

/** An entry, or the reason why the row is invalid. A row that names nobody is invalid (invented). */
function checkRow(columns: readonly Column[], cells: readonly string[]): Entry | string {
  const identifiers: Identifier[] = [];
  const identifying: string[] = [];
  const extras: string[] = [];
  for (const { key, form, index } of columns) {
    const value = cells[index] ?? '';
    const { fits, otherwise } = cellRules[form];
    if (!fits(value)) return otherwise;
    if (value === '') continue;
    const pair = `"${key}":${JSON.stringify(value)}`;
    if (form === 'number' || form === 'setting') extras.push(pair);
    else identifying.push(pair);
    if (isStrong(key)) identifiers.push({ kind: key, value });
  }
  if (identifying.length === 0) return 'no identifier';
  const row = `{${identifying.join(',')}}`;
  if (identifiers.length === 0) identifiers.push({ kind: 'ROW', value: createHash('sha1').update(row).digest('hex') });
  return { identifiers, row, extras: `{${extras.join(',')}}` };
}

function isStrong(key: string): key is Exclude<Identifier['kind'], 'ROW'> {
  return strongKinds.includes(key);
}

/** Meta's samples carry numbers and, for data processing options, arrays beside text. */
function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  return cell === null || cell === undefined ? '' : JSON.stringify(cell);
}
