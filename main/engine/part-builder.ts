import { type Chunk, DIGEST_BYTES, MAX_ENTRIES, maskOf, shareOf, type StepShare } from '#core/chunk.ts';
import type { FingerprintTable } from '#core/fingerprint-table.ts';
import type { Fingerprinter } from '#core/fingerprint.ts';
import { parseBirthDate } from '#core/identifiers/birth-date.ts';
import { countryCode } from '#core/identifiers/country.ts';
import type { RowContext } from '#core/identifiers/normalise.ts';
import { HASHED_KEYS, type Key, KEYS, type MappedKey } from '#core/keys.ts';
import type { ColumnMapping } from '#core/mapping/mapping.ts';

import { MOST_PROBLEM_ROWS, type NewProblem } from '../../db/problems.ts';
import { BLANK, type CellReader, cellReader } from './cells.ts';

export interface BuildPlan {
  readonly mapping: readonly ColumnMapping[];
  /** Number of columns that a whole row has. */
  readonly width: number;
  /** ISO alpha-2, for rows without a country of their own. */
  readonly country: string | null;
  /** For birth dates in the future. */
  readonly thisYear: number;
  /** Masks of the keys that each step matches, in the order of the steps; LOOKALIKE_VALUE is in those of value-based audiences. */
  readonly stepMasks: readonly number[];
  /** Whoever has no value counts 0 in value-based audiences. */
  readonly zeroValue: boolean;
  readonly fingerprint: Fingerprinter;
  /** The people who entered before, in this very run; those who enter are added. */
  readonly known: FingerprintTable;
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
  /** People without a usable key, or without a value where one is needed, per step. */
  readonly notSynced: readonly number[];
  readonly chunk: {
    readonly data: Chunk;
    readonly people: number;
    readonly firstLine: number;
    readonly lastLine: number;
    readonly shares: readonly StepShare[];
  } | null;
}

/** Filled cells of a key, and those that can be sent. */
interface KeyStats {
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
const MOST_COUNTRIES_REMEMBERED = 10_000;
const BASE_KEYS = KEYS.filter((key) => key !== 'EMAIL' && key !== 'PHONE');
const DATE_KEYS = ['DOBY', 'DOBM', 'DOBD'] as const satisfies readonly Key[];
const EMAIL = maskOf(['EMAIL']);
const PHONE = maskOf(['PHONE']);
const VALUE = maskOf(['LOOKALIKE_VALUE']);

/** A column that feeds a key. */
interface Field {
  readonly key: Key;
  readonly index: number;
  readonly column: string;
  readonly reader: CellReader;
  readonly stats: KeyStats;
}

/** A key that a person has once: from a column of its own, else from the whole date of birth. */
interface BaseKey {
  readonly bit: number;
  readonly isHashed: boolean;
  readonly field: Field | null;
  /** Place in DATE_KEYS; -1 for other keys. */
  readonly datePart: number;
  /** What is sent of a person who has none. */
  readonly otherwise: string | null;
}

/** Turns rows into people: normalises, hashes, fans out, drops duplicates and packs entries side by side. */
export function partBuilder(plan: BuildPlan): PartBuilder {
  const columns = plan.mapping.filter((column) => column.key !== null);
  const stats = new Map<MappedKey, KeyStats>(
    // A whole date counts for itself and for the three keys that it feeds.
    columns
      .flatMap(({ key }): MappedKey[] => (key === null ? [] : key === 'DOB' ? ['DOB', ...DATE_KEYS] : [key]))
      .map((key) => [key, { filled: 0, valid: 0 }]),
  );
  const fieldsOf = (key: Key): readonly Field[] => {
    const reader = cellReader(key);
    const own = stats.get(key) ?? { filled: 0, valid: 0 };
    return columns
      .filter((column) => column.key === key)
      .map(({ index, column }) => ({ key, index, column, reader, stats: own }));
  };
  const emails = fieldsOf('EMAIL');
  const phones = fieldsOf('PHONE');
  const birthDate = columns.find(({ key }) => key === 'DOB');
  const dateReaders = DATE_KEYS.map((key) => cellReader(key));
  const dateStats = (['DOB', ...DATE_KEYS] as const).flatMap((key) => stats.get(key) ?? []);
  // Keys of the steps that take nobody without a value.
  const valued = plan.stepMasks.flatMap((mask) => ((mask & VALUE) === 0 ? [] : [mask & ~VALUE]));
  const needsValue = valued.length > 0;
  const base: readonly BaseKey[] = BASE_KEYS.flatMap((key) => {
    const field = fieldsOf(key)[0] ?? null;
    const datePart = birthDate ? DATE_KEYS.findIndex((dateKey) => dateKey === key) : -1;
    const otherwise = key === 'LOOKALIKE_VALUE' && needsValue && plan.zeroValue ? '0' : null;
    if (!field && datePart < 0 && otherwise === null) return [];
    return [{ bit: maskOf([key]), isHashed: HASHED_KEYS.has(key), field, datePart, otherwise }];
  });
  const valueColumn = columns.find(({ key }) => key === 'LOOKALIKE_VALUE')?.column ?? null;
  // The i-th e-mail goes with the i-th phone, so nobody has more entries than the longer list has columns.
  const mostEntriesAPerson = Math.max(1, emails.length, phones.length);
  const digestsAnEntry =
    Math.min(emails.length, 1) + Math.min(phones.length, 1) + base.filter((b) => b.isHashed).length;

  const contextOf = rowContexts(plan);
  const { fingerprint, known: table } = plan;
  const storedProblems = new Map<string, number>();

  const digests = Buffer.alloc(MAX_ENTRIES * Math.max(1, digestsAnEntry) * DIGEST_BYTES);
  const masks = new Uint16Array(MAX_ENTRIES);
  const lines = new Uint32Array(MAX_ENTRIES);
  let plain: string[] = [];
  let entries = 0;
  let digestEnd = 0;
  let people = 0;
  let rows = { read: 0, entered: 0, duplicates: 0, unreadable: 0 };
  let blanks = 0;
  let problems: NewProblem[] = [];
  let problemCounts: Record<string, number> = {};

  // Of the row at hand. Kept apart from the chunk, because every entry of a person repeats the base values.
  const baseWires: (string | null)[] = base.map(() => null);
  const dateWires: (string | null)[] = DATE_KEYS.map(() => null);

  function problem(line: number, column: string | null, key: string | null, code: string): void {
    problemCounts[code] = (problemCounts[code] ?? 0) + 1;
    const stored = storedProblems.get(code) ?? 0;
    if (stored >= MOST_PROBLEM_ROWS) return;
    storedProblems.set(code, stored + 1);
    problems.push({ line, column, key, code });
  }

  /** The wire value of a cell, with its problem noted; null when there is none to send. */
  function read(field: Field, cells: readonly string[], line: number, context: RowContext): string | null {
    const raw = cells[field.index];
    if (raw === undefined || raw === '') return null;
    const cell = field.reader(raw, context);
    if (cell === BLANK) return null;
    field.stats.filled += 1;
    if (cell.wire !== null) field.stats.valid += 1;
    if (cell.problem !== null) problem(line, field.column, field.key, cell.problem);
    return cell.wire;
  }

  function readAll(
    fields: readonly Field[],
    cells: readonly string[],
    line: number,
    context: RowContext,
  ): readonly string[] {
    const values: string[] = [];
    for (const field of fields) {
      const wire = read(field, cells, line, context);
      if (wire !== null && !values.includes(wire)) values.push(wire);
    }
    return values;
  }

  function readBirthDate({ index, column, dateOrder }: ColumnMapping, cells: readonly string[], line: number): void {
    dateWires.fill(null);
    const raw = cells[index];
    if (raw === undefined || raw === '') return;
    const date = parseBirthDate(raw, dateOrder, plan.thisYear);
    if (!date.ok && date.problem === 'blank') return;
    for (const stat of dateStats) {
      stat.filled += 1;
      if (date.ok) stat.valid += 1;
    }
    if (!date.ok) {
      problem(line, column, 'DOB', date.problem);
      return;
    }
    const context = { country: null, thisYear: plan.thisYear };
    for (const [part, value] of [date.year, date.month, date.day].entries()) {
      dateWires[part] = dateReaders[part]?.(value, context).wire ?? null;
    }
  }

  /** Reads the values that a person has once into `baseWires`. Returns their bits. */
  function readBase(cells: readonly string[], line: number, context: RowContext): number {
    let mask = 0;
    if (birthDate) readBirthDate(birthDate, cells, line);
    for (let index = 0; index < base.length; index += 1) {
      const { field, datePart, bit, otherwise } = base[index] as BaseKey;
      const own = field === null ? null : read(field, cells, line, context);
      const wire = own ?? (datePart < 0 ? otherwise : (dateWires[datePart] ?? null));
      baseWires[index] = wire;
      if (wire !== null) mask |= bit;
    }
    return mask;
  }

  function writeDigest(digest: string): void {
    digestEnd += digests.write(digest, digestEnd, 'binary');
  }

  function writeEntry(mask: number, email: string | undefined, phone: string | undefined, line: number): void {
    masks[entries] = mask;
    lines[entries] = line;
    entries += 1;
    if (email !== undefined) writeDigest(email);
    if (phone !== undefined) writeDigest(phone);
    for (let index = 0; index < base.length; index += 1) {
      const wire = baseWires[index];
      if (typeof wire !== 'string') continue;
      if (base[index]?.isHashed) writeDigest(wire);
      else plain.push(wire);
    }
  }

  /** Writes the person's entries, then takes them back when the very same person entered before. False = duplicate. */
  function enter(ownEmails: readonly string[], ownPhones: readonly string[], baseMask: number, line: number): boolean {
    const start = { entries, digestEnd, plain: plain.length };
    const size = Math.max(1, ownEmails.length, ownPhones.length);
    for (let i = 0; i < size; i += 1) {
      const mask = baseMask | (i < ownEmails.length ? EMAIL : 0) | (i < ownPhones.length ? PHONE : 0);
      writeEntry(mask, ownEmails[i], ownPhones[i], i === 0 ? line : 0);
    }
    const { low, high } = fingerprint(
      { masks, digests, plain },
      [start.entries, entries],
      start.digestEnd,
      start.plain,
    );
    if (!table.add(low, high)) {
      ({ entries, digestEnd } = start);
      plain.length = start.plain;
      return false;
    }
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
      const context = contextOf(cells);
      const ownEmails = readAll(emails, cells, line, context);
      const ownPhones = readAll(phones, cells, line, context);
      const baseMask = readBase(cells, line, context);
      if (cells.length < plan.width && cells.some((cell) => cell !== '')) problem(line, null, null, 'too_few_cells');
      if (ownEmails.length + ownPhones.length === 0 && (baseMask & ~VALUE) === 0) {
        rows.entered += 1;
        blanks += 1;
        problem(line, null, null, cells.every((cell) => cell.trim() === '') ? 'blank_row' : 'no_identifier');
      } else if (enter(ownEmails, ownPhones, baseMask, line)) {
        rows.entered += 1;
        if (needsValue && (baseMask & VALUE) === 0) {
          const mask = baseMask | (ownEmails.length > 0 ? EMAIL : 0) | (ownPhones.length > 0 ? PHONE : 0);
          // Whom the step cannot match anyway does not miss a value.
          if (valued.some((keys) => (keys & mask) !== 0))
            problem(line, valueColumn, 'LOOKALIKE_VALUE', 'value_missing');
        }
      } else rows.duplicates += 1;
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

/** What a row's own country, else the plan's, tells about its other cells. */
export function rowContexts({
  mapping,
  country,
  thisYear,
}: Pick<BuildPlan, 'mapping' | 'country' | 'thisYear'>): (cells: readonly string[]) => RowContext {
  const index = mapping.find(({ key }) => key === 'COUNTRY')?.index ?? null;
  const known = new Map<string, RowContext>();
  return (cells) => {
    const raw = index === null ? '' : (cells[index] ?? '');
    let context = known.get(raw);
    if (!context) {
      context = { country: countryCode(raw) ?? country, thisYear };
      if (known.size >= MOST_COUNTRIES_REMEMBERED) known.clear();
      known.set(raw, context);
    }
    return context;
  };
}
