import { expect, test } from 'vitest';

import { muster } from './muster.ts';

async function normalize(input: string) {
  const { code, stdout, stderr } = await muster(['normalize'], {}, input);
  const answers = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));
  return { code, answers, stderr };
}

const mary = 'f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79';

test('answers come in the order of the lines, each with what would be sent', async () => {
  const lines = [
    { key: 'EMAIL', value: ' Mary@Example.com ' },
    { key: 'EMAIL', value: mary.toUpperCase() },
    { key: 'PHONE', value: 'x' },
    { key: 'PHONE', value: '(650) 555-1212', country: 'United States' },
    { key: 'EXTERN_ID', value: 'C-1' },
    { key: 'DOB', value: '1997-02-16' },
    { key: 'GEN', value: null },
  ];
  const { code, answers } = await normalize(`\uFEFF${lines.map((line) => JSON.stringify(line)).join('\r\n')}`);
  expect(code).toBe(0);
  expect(answers).toEqual([
    { key: 'EMAIL', normalized: 'mary@example.com', wire: mary, action: 'hash' },
    { key: 'EMAIL', normalized: mary, wire: mary, action: 'passthrough' },
    { key: 'PHONE', normalized: null, wire: null, action: 'drop', problem: 'not_a_phone' },
    {
      key: 'PHONE',
      normalized: '16505551212',
      wire: 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
      action: 'hash',
    },
    { key: 'EXTERN_ID', normalized: 'C-1', wire: 'C-1', action: 'as_is' },
    {
      key: 'DOB',
      normalized: '19970216',
      wire: {
        DOBY: '0985b889a1fe4f4e1fb925061ac6fb2247f10875f5fcbe63eec2ab55ed68970e',
        DOBM: 'a953f09a1b6b6725b81956e9ad0b1eb49e3ad40004c04307ef8af6246a054116',
        DOBD: 'b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9',
      },
      action: 'hash',
    },
    { key: 'GEN', normalized: null, wire: null, action: 'drop', problem: 'blank' },
  ]);
});

test('line separators inside a text end no line', async () => {
  const { code, answers } = await normalize(`{"key":"LN","value":"Mc\u2028Coy\u2029"}\n`);
  expect([code, answers]).toMatchObject([0, [{ normalized: 'mccoy' }]]);
});

test('a line that is none ends with code 2, its number and the remedy; what came before is answered', async () => {
  const good = '{"key":"CT","value":"Łódź"}\n';
  const bad = ['no json', '[1]', '{"key":"SHOE","value":"42"}', '{"key":"CT","value":{}}'];
  const cases = await Promise.all(bad.map((line) => normalize(`${good}${line}\n`)));
  expect(cases.map(({ code, answers }) => [code, answers.length])).toEqual([
    [2, 1],
    [2, 1],
    [2, 1],
    [2, 1],
  ]);
  expect(cases.every(({ stderr }) => stderr.startsWith('Line 2'))).toBe(true);
});
