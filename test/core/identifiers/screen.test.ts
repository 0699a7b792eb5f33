import { expect, test } from 'vitest';

import { normalise } from '#core/identifiers/normalise.ts';
import { HASHED_KEYS, KEYS } from '#core/keys.ts';

const at = { country: 'US', thisYear: 2026 };
const digest = 'f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79';

test('what exports write for "nothing" is a blank for every key', () => {
  const blanks = [
    '',
    ' ',
    '\t',
    '\ufeff',
    '\u200b',
    'null',
    'NULL',
    '(null)',
    '<null>',
    '\\N',
    'n/a',
    'N/A',
    '#N/A',
    '-',
    '--',
    '—',
    '.',
    '?',
    '*',
  ];
  const words = [
    'none',
    'None',
    'undefined',
    'unknown',
    'nil',
    'NaN',
    'k.A.',
    'keine Angabe',
    'inconnu',
    'sin datos',
    'não informado',
    'onbekend',
    '#REF!',
  ];
  const seen = KEYS.flatMap((key) => [...blanks, ...words].map((raw) => [key, raw, normalise(key, raw, at)] as const));
  expect(seen.filter(([, , answer]) => answer.action !== 'drop' || answer.problem !== 'blank')).toEqual([]);
});

test('64 hex digits pass through in lower case where the key is hashed, cell by cell', () => {
  for (const key of HASHED_KEYS) {
    for (const raw of [digest, digest.toUpperCase(), ` ${digest}\u200b `]) {
      expect(normalise(key, raw, at)).toEqual({ action: 'passthrough', value: digest });
    }
  }
});

test('other digests are refused, and the digest of an empty cell is a blank', () => {
  for (const key of HASHED_KEYS) {
    const problems = [32, 40, 56, 96, 128].map((length) => normalise(key, digest.repeat(2).slice(0, length), at));
    expect([key, ...problems]).toEqual([key, ...problems.map(() => ({ action: 'drop', problem: 'unsupported_hash' }))]);
  }
  const ofNothing = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';
  expect(normalise('EMAIL', ofNothing, at)).toEqual({ action: 'drop', problem: 'blank' });
});

test("Meta's mark behind a digest is cut off, for audiences want the digest alone", () => {
  const marked = `${digest.toUpperCase()}.AQEAAQIA`;
  const answers = KEYS.filter((key) => HASHED_KEYS.has(key)).map((key) => normalise(key, marked, at));
  expect(answers).toEqual(answers.map(() => ({ action: 'passthrough', value: digest })));
});
