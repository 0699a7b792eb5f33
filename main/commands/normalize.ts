import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';

import { parseBirthDate } from '#core/identifiers/birth-date.ts';
import { countryCode } from '#core/identifiers/country.ts';
import { normalise } from '#core/identifiers/normalise.ts';
import { isMappedKey, type MappedKey } from '#core/keys.ts';

import { CommandError, EXIT } from './output.ts';

interface Line {
  readonly key: MappedKey;
  readonly value: string;
  readonly country: string | null;
}

const thisYear = new Date().getUTCFullYear();
const digest = (value: string): string => hash('sha256', value, 'hex');

/** Answers each JSON line with what a sync would send for it, by the very same rules. */
export async function normalizeCommand(): Promise<number> {
  let number = 0;
  for await (const line of linesOf(process.stdin)) {
    number += 1;
    if (line.trim() !== '') process.stdout.write(`${JSON.stringify(answer(parse(line, number)))}\n`);
  }
  return EXIT.done;
}

/** Lines end with a line feed only: JSON may hold U+2028 and its like inside a text. A byte order mark at the start is dropped. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of input) {
    rest += decoder.decode(part as Buffer, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function parse(text: string, number: number): Line {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    throw new CommandError(`Line ${number} is no JSON. Give one object a line, like {"key":"EMAIL","value":"…"}.`);
  }
  if (typeof line !== 'object' || line === null) throw new CommandError(`Line ${number} is no JSON object.`);
  const { key, value, country } = line as Record<string, unknown>;
  if (typeof key !== 'string' || !isMappedKey(key)) {
    throw new CommandError(
      `Line ${number}: “key” must be one of Meta’s keys, for example EMAIL, or DOB for a whole date.`,
    );
  }
  const isText = typeof value === 'string' || typeof value === 'number' || value === null || value === undefined;
  if (!isText) throw new CommandError(`Line ${number}: “value” must be a text.`);
  return { key, value: String(value ?? ''), country: typeof country === 'string' ? countryCode(country) : null };
}

function answer({ key, value, country }: Line): object {
  if (key === 'DOB') {
    const date = parseBirthDate(value, null, thisYear);
    if (!date.ok) return { key, normalized: null, wire: null, action: 'drop', problem: date.problem };
    const { year, month, day } = date;
    const wire = { DOBY: digest(year), DOBM: digest(month), DOBD: digest(day) };
    return { key, normalized: `${year}${month}${day}`, wire, action: 'hash' };
  }
  const result = normalise(key, value, { country, thisYear });
  if (result.action === 'drop') return { key, normalized: null, wire: null, action: 'drop', problem: result.problem };
  const wire = result.action === 'hash' ? digest(result.value) : result.value;
  const problem = result.problem === undefined ? {} : { problem: result.problem };
  return { key, normalized: result.value, wire, action: result.action, ...problem };
}
