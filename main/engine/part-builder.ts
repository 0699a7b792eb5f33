import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

import { type Chunk, digestCount, MAX_ENTRIES, maskOf, shareOf, type StepShare } from '#core/chunk.ts';
import { type FingerprintTable, fingerprintTable } from '#core/fingerprint-table.ts';
import { parseBirthDate } from '#core/identifiers/birth-date.ts';
import { countryCode } from '#core/identifiers/country.ts';
import { normalise, type Normalised, type RowContext } from '#core/identifiers/normalise.ts';
import { HASHED_KEYS, type Key, KEYS, type MappedKey } from '#core/keys.ts';
import type { ColumnMapping } from '#core/mapping/mapping.ts';

import { MOST_PROBLEM_ROWS, type NewProblem } from '../../db/problems.ts';

export interface BuildPlan {
  readonly mapping: readonly ColumnMapping[];
  /** Number of columns that a whole row has. */
  readonly width: number;
  /** ISO alpha-2, for rows without a country of their own. */
  readonly country: string | null;
  /** For birth dates in the future. */
  readonly thisYear: number;
  /** Masks of the keys that each step matches, in the order of the steps. */
  readonly stepMasks: readonly number[];
  /** 32 bytes; makes the fingerprints of one workspace meaningless to another. */
  readonly fingerprintKey: Buffer;
  /** Of the people who entered before, 8 bytes each. */
  readonly known: readonly Buffer[];
}

/** What has come together since the last take. */
export interface BuiltPart {
  readonly rows: {
    readonly read: number;
    readonly entered: number;
    readonly duplicates: number;
    readonly unreadable: number;
  };
  readonly problems: readonly NewProblem[];
  readonly problemCounts: Readonly<Record<string, number>>;
  /** People without a usable key, per step. */
  readonly notSynced: readonly number[];
  readonly chunk: {
    readonly data: Chunk;
    readonly people: number;
    readonly firstLine: number;
    readonly lastLine: number;
    readonly fingerprints: Buffer;
    readonly shares: readonly StepShare[];
  } | null;
}

/** Filled cells of a key, and those that can be sent. */
export interface KeyStats {
  filled: number;
  valid: number;
}

export interface PartBuilder {
  /** Adds one row. Check `isFull` after each. */
  addRow(cells: readonly string[], line: number): void;
  addUnreadable(line: number, code: string): void;
  /** The next person may not fit, or so much was read that it should be stored. */
  readonly isFull: boolean;
  readonly isEmpty: boolean;
  /** Hands out what came together and starts anew; buffers of the part before must not be used any more. */
  take(): BuiltPart;
  /** Per mapped key, over the whole source. */
  readonly stats: ReadonlyMap<MappedKey, KeyStats>;
}

// Blank rows fill no chunk; their counts are stored now and then all the same.
const MOST_ROWS_A_PART = 50_000;
// Names, cities and dates come again and again: their digests are remembered, in memory only and bounded.
const MOST_CACHED_VALUES = 20_000;
const BASE_KEYS = KEYS.filter((key) => key !== 'EMAIL' && key !== 'PHONE');
const CACHED = new Set<Key>(['FN', 'LN', 'FI', 'GEN', 'DOBY', 'DOBM', 'DOBD', 'CT', 'ST', 'ZIP', 'COUNTRY']);
const EMAIL = maskOf(['EMAIL']);
const PHONE = maskOf(['PHONE']);
const VALUE = maskOf(['LOOKALIKE_VALUE']);

interface Cell {
  /** Hex digest, or the value itself for keys that are not hashed; null when dropped. */
  readonly wire: string | null;
  readonly problem: string | null;
}

const BLANK: Cell = { wire: null, problem: null };

function cellOf(key: Key, result: Normalised): Cell {
  if (result.action === 'drop') return result.problem === 'blank' ? BLANK : { wire: null, problem: result.problem };
  const wire = result.action === 'hash' ? hash('sha256', result.value, 'hex') : result.value;
  return { wire, problem: result.problem ?? null };
}

/** Turns rows into people: normalises, hashes, fans out, drops duplicates and packs entries side by side. */
export function partBuilder(plan: BuildPlan): PartBuilder {
  const columns = plan.mapping.filter((column) => column.key !== null);
  const columnsOf = (key: MappedKey): readonly ColumnMapping[] => columns.filter((column) => column.key === key);
  const emails = columnsOf('EMAIL');
  const phones = columnsOf('PHONE');
  const birthDate = columnsOf('DOB')[0];
  const country = columnsOf('COUNTRY')[0];
  const base = BASE_KEYS.flatMap((key) => {
    const column = columnsOf(key)[0];
    return column ? [{ key, column, bit: maskOf([key]), isHashed: HASHED_KEYS.has(key) }] : [];
  });
  const dateBits = { year: maskOf(['DOBY']), month: maskOf(['DOBM']), day: maskOf(['DOBD']) };
  // The i-th e-mail goes with the i-th phone, so nobody has more entries than the longer list has columns.
  const mostEntriesAPerson = Math.max(1, emails.length, phones.length);
  const digestsAnEntry = new Set(
    columns.flatMap(({ key }) =>
      key === 'DOB' ? ['DOBY', 'DOBM', 'DOBD'] : key !== null && HASHED_KEYS.has(key) ? [key] : [],
    ),
  ).size;

  const fingerprintKey: KeyObject = createSecretKey(plan.fingerprintKey);
  const table = tableOf(plan.known);
  const caches = new Map<string, Map<string, Cell>>();
  const stats = new Map<MappedKey, KeyStats>(
    // A whole date counts for itself and for the three keys that it feeds.
    columns
      .flatMap(({ key }): MappedKey[] => (key === null ? [] : key === 'DOB' ? ['DOB', 'DOBY', 'DOBM', 'DOBD'] : [key]))
      .map((key) => [key, { filled: 0, valid: 0 }]),
  );
  const storedProblems = new Map<string, number>();

  const digests = Buffer.alloc(MAX_ENTRIES * Math.max(1, digestsAnEntry) * 32);
  const masks = new Uint16Array(MAX_ENTRIES);
  const lines = new Uint32Array(MAX_ENTRIES);
  const fingerprints = Buffer.alloc(MAX_ENTRIES * 8);
  let plain: string[] = [];
  let entries = 0;
  let digestEnd = 0;
  let people = 0;
  let rows = { read: 0, entered: 0, duplicates: 0, unreadable: 0 };
  let blanks = 0;
  let problems: NewProblem[] = [];
  let problemCounts: Record<string, number> = {};

  function problem(line: number, column: string | null, key: string | null, code: string): void {
    problemCounts[code] = (problemCounts[code] ?? 0) + 1;
    const stored = storedProblems.get(code) ?? 0;
    if (stored >= MOST_PROBLEM_ROWS) return;
    storedProblems.set(code, stored + 1);
    problems.push({ line, column, key, code });
  }

  function cached(key: Key, raw: string, context: RowContext): Cell {
    if (!CACHED.has(key)) return cellOf(key, normalise(key, raw, context));
    // States and postcodes read differently from country to country.
    const name = key === 'ST' || key === 'ZIP' ? `${key} ${context.country ?? ''}` : key;
    let cache = caches.get(name);
    if (!cache) caches.set(name, (cache = new Map()));
    const known = cache.get(raw);
    if (known) return known;
    const cell = cellOf(key, normalise(key, raw, context));
    if (cache.size >= MOST_CACHED_VALUES) cache.clear();
    cache.set(raw, cell);
    return cell;
  }

  /** The wire value of a cell, with its problem noted; null when there is none to send. */
  function read(
    column: ColumnMapping,
    key: Key,
    cells: readonly string[],
    line: number,
    context: RowContext,
  ): string | null {
    const raw = cells[column.index];
    if (raw === undefined || raw === '') return null;
    const cell = cached(key, raw, context);
    count(key, cell.wire !== null, cell !== BLANK);
    if (cell.problem !== null) problem(line, column.column, key, cell.problem);
    return cell.wire;
  }

  function count(key: MappedKey, isValid: boolean, isFilled: boolean): void {
    const stat = stats.get(key);
    if (!stat || !isFilled) return;
    stat.filled += 1;
    if (isValid) stat.valid += 1;
  }

  function readAll(
    from: readonly ColumnMapping[],
    key: Key,
    cells: readonly string[],
    line: number,
    context: RowContext,
  ): string[] {
    const values: string[] = [];
    for (const column of from) {
      const wire = read(column, key, cells, line, context);
      if (wire !== null && !values.includes(wire)) values.push(wire);
    }
    return values;
  }

  // Wire values of the row at hand by bit, kept apart so that every entry of a person can repeat them.
  const baseWires = new Map<number, string>();

  function readBirthDate(cells: readonly string[], line: number): void {
    const raw = birthDate ? cells[birthDate.index] : undefined;
    if (!birthDate || raw === undefined || raw === '') return;
    const date = parseBirthDate(raw, birthDate.dateOrder, plan.thisYear);
    const isBlank = !date.ok && date.problem === 'blank';
    for (const key of ['DOB', 'DOBY', 'DOBM', 'DOBD'] as const) count(key, date.ok, !isBlank);
    if (!date.ok) {
      if (!isBlank) problem(line, birthDate.column, 'DOB', date.problem);
      return;
    }
    const context = { country: null, thisYear: plan.thisYear };
    for (const [bit, key, value] of [
      [dateBits.year, 'DOBY', date.year],
      [dateBits.month, 'DOBM', date.month],
      [dateBits.day, 'DOBD', date.day],
    ] as const) {
      const { wire } = cached(key, value, context);
      if (wire !== null) baseWires.set(bit, wire);
    }
  }

  function writeEntry(mask: number, email: string | undefined, phone: string | undefined, line: number): void {
    masks[entries] = mask;
    lines[entries] = line;
    entries += 1;
    if (email !== undefined) digestEnd += digests.write(email, digestEnd, 'hex');
    if (phone !== undefined) digestEnd += digests.write(phone, digestEnd, 'hex');
    for (const [bit, wire] of sortedBase) {
      if (digestCount(bit) === 1) digestEnd += digests.write(wire, digestEnd, 'hex');
      else plain.push(wire);
    }
  }

  // The chunk format wants the values of an entry in the order of KEYS; a Map keeps the order of insertion.
  let sortedBase: readonly (readonly [number, string])[] = [];

  /** Writes the person's entries, then takes them back when the very same person entered before. False = duplicate. */
  function enter(ownEmails: readonly string[], ownPhones: readonly string[], baseMask: number, line: number): boolean {
    const start = { entries, digestEnd, plain: plain.length };
    const size = Math.max(1, ownEmails.length, ownPhones.length);
    for (let i = 0; i < size; i += 1) {
      const mask = baseMask | (i < ownEmails.length ? EMAIL : 0) | (i < ownPhones.length ? PHONE : 0);
      writeEntry(mask, ownEmails[i], ownPhones[i], i === 0 ? line : 0);
    }
    const mac = createHmac('sha256', fingerprintKey).update(digests.subarray(start.digestEnd, digestEnd));
    mac.update(new Uint8Array(masks.buffer, start.entries * 2, size * 2));
    if (plain.length > start.plain) mac.update(plain.slice(start.plain).join('\0'));
    const print = mac.digest();
    if (!table.add(print.readUInt32LE(0), print.readUInt32LE(4))) {
      ({ entries, digestEnd } = start);
      plain.length = start.plain;
      return false;
    }
    print.copy(fingerprints, people * 8, 0, 8);
    people += 1;
    return true;
  }

  return {
    stats,
    get isFull() {
      return entries > MAX_ENTRIES - mostEntriesAPerson || rows.read >= MOST_ROWS_A_PART;
    },
    get isEmpty() {
      return rows.read === 0;
    },
    addUnreadable(line, code) {
      rows.read += 1;
      rows.unreadable += 1;
      problem(line, null, null, code);
    },
    addRow(cells, line) {
      rows.read += 1;
      const own = country ? countryCode(cells[country.index] ?? '') : null;
      const context: RowContext = { country: own ?? plan.country, thisYear: plan.thisYear };
      const ownEmails = readAll(emails, 'EMAIL', cells, line, context);
      const ownPhones = readAll(phones, 'PHONE', cells, line, context);
      baseWires.clear();
      readBirthDate(cells, line);
      for (const { key, column, bit } of base) {
        const wire = read(column, key, cells, line, context);
        if (wire !== null) baseWires.set(bit, wire);
      }
      sortedBase = birthDate ? [...baseWires].toSorted(([a], [b]) => a - b) : [...baseWires];
      let baseMask = 0;
      for (const bit of baseWires.keys()) baseMask |= bit;
      if (cells.length < plan.width && cells.some((cell) => cell !== '')) problem(line, null, null, 'too_few_cells');
      if (ownEmails.length + ownPhones.length === 0 && (baseMask & ~VALUE) === 0) {
        rows.entered += 1;
        blanks += 1;
        problem(line, null, null, cells.every((cell) => cell.trim() === '') ? 'blank_row' : 'no_identifier');
      } else if (enter(ownEmails, ownPhones, baseMask, line)) rows.entered += 1;
      else rows.duplicates += 1;
    },
    take() {
      const data: Chunk = {
        masks: masks.slice(0, entries),
        lines: lines.slice(0, entries),
        digests: digests.subarray(0, digestEnd),
        plain,
      };
      const shares = plan.stepMasks.map((mask) => shareOf(data, mask));
      const part: BuiltPart = {
        rows,
        problems,
        problemCounts,
        notSynced: shares.map((share) => share.notSynced + blanks),
        chunk:
          people === 0
            ? null
            : {
                data,
                people,
                firstLine: data.lines[0] ?? 0,
                lastLine: data.lines.findLast((line) => line !== 0) ?? 0,
                fingerprints: Buffer.from(fingerprints.subarray(0, people * 8)),
                shares,
              },
      };
      plain = [];
      problems = [];
      problemCounts = {};
      rows = { read: 0, entered: 0, duplicates: 0, unreadable: 0 };
      entries = digestEnd = people = blanks = 0;
      return part;
    },
  };
}

function tableOf(known: readonly Buffer[]): FingerprintTable {
  const table = fingerprintTable(known.reduce((sum, part) => sum + part.length / 8, 0));
  for (const part of known) {
    for (let at = 0; at < part.length; at += 8) table.add(part.readUInt32LE(at), part.readUInt32LE(at + 4));
  }
  return table;
}
