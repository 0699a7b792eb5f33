import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openSandbox, sha256 } from './open-sandbox.ts';

const schema = ['EMAIL', 'PHONE', 'MADID', 'FN'];
const strong = ['EMAIL', 'PHONE', 'MADID'];

type Row = readonly string[];
type Member = Readonly<Record<string, string>>;
interface Operation {
  readonly action: 'add' | 'remove';
  readonly rows: readonly Row[];
}

/** Few values, many blanks: entries meet often. */
function cell(values: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 3, arbitrary: fc.constantFrom(...values) });
}

const digests = (key: string) => ['a', 'b', 'c', 'd'].map((value) => sha256(key + value));
const devices = [1, 2, 3].map((device) => `00000000-0000-0000-0000-00000000000${device}`);
const row = fc
  .tuple(cell(digests('EMAIL')), cell(digests('PHONE')), cell(devices), cell(digests('FN')))
  .filter((cells) => cells.some((value) => value !== ''));
const operation: fc.Arbitrary<Operation> = fc.record({
  action: fc.constantFrom('add', 'add', 'remove'),
  rows: fc.array(row, { minLength: 1, maxLength: 6 }),
});

function memberOf(cells: Row): Member {
  return Object.fromEntries(schema.map((key, index) => [key, cells[index] ?? '']).filter(([, value]) => value !== ''));
}

/** Two entries are the same person when they share a strong identifier or, having none, are equal. */
function meet(a: Member, b: Member): boolean {
  const hasStrong = [a, b].some((member) => strong.some((key) => key in member));
  if (!hasStrong) return JSON.stringify(a) === JSON.stringify(b);
  return strong.some((key) => key in a && a[key] === b[key]);
}

/** The naive model: a list of people, each a list of entries, searched from end to end. */
function applyTo(people: readonly (readonly Member[])[], { action, rows }: Operation): readonly (readonly Member[])[] {
  let now = people;
  for (const member of rows.map(memberOf)) {
    const touched = now.filter((person) => person.some((entry) => meet(entry, member)));
    const others = now.filter((person) => !touched.includes(person));
    const joined = touched.flat().filter((entry) => JSON.stringify(entry) !== JSON.stringify(member));
    now = action === 'add' ? [...others, [...joined, member]] : others;
  }
  return now;
}

const sorted = (members: readonly Member[]) =>
  members.map((member) => JSON.stringify(schema.map((key) => member[key] ?? ''))).toSorted();

test('after any additions and removals the audience holds the people that a naive model holds', async () => {
  const t = await openSandbox();
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 8 }), async (operations) => {
      const audience = await t.create();
      let people: readonly (readonly Member[])[] = [];
      for (const one of operations) {
        people = applyTo(people, one);
        const body = { payload: { schema, data: one.rows } };
        await (one.action === 'add' ? t.post(`/${audience}/users`, body) : t.del(`/${audience}/users`, body));
      }
      const { count, entries } = await t.members(audience);
      await t.del(`/${audience}`);
      expect([count, sorted(entries ?? [])]).toEqual([people.length, sorted(people.flat())]);
    }),
    { numRuns: 150 },
  );
});

test('an entry that knows two people makes them one, and one key then removes both', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const [email = ''] = digests('EMAIL');
  const [phone = ''] = digests('PHONE');
  const count = async () => (await t.members(audience)).count;
  const post = (keys: readonly string[], data: readonly Row[]) =>
    t.post(`/${audience}/users`, { payload: { schema: keys, data } });
  await post(['EMAIL'], [[email]]);
  await post(['PHONE'], [[phone]]);
  expect(await count()).toBe(2);
  await post(['EMAIL', 'PHONE'], [[email, phone]]);
  expect(await count()).toBe(1);
  await t.del(`/${audience}/users`, { payload: { schema: ['PHONE'], data: [[phone]] } });
  expect(await t.members(audience)).toEqual({ count: 0, entries: [] });
});

test('names alone remove only the very same row', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const [email = ''] = digests('EMAIL');
  const names = { schema: ['FN', 'LN'], data: [[sha256('mary'), sha256('smith')]] };
  await t.post(`/${audience}/users`, { payload: names });
  await t.post(`/${audience}/users`, {
    payload: { schema: ['EMAIL', 'FN', 'LN'], data: [[email, sha256('mary'), sha256('smith')]] },
  });
  await t.post(`/${audience}/users`, { payload: { schema: ['FN'], data: [[sha256('mary')]] } });
  await t.del(`/${audience}/users`, { payload: names });
  expect(await t.members(audience)).toEqual({
    count: 2,
    entries: [{ EMAIL: email, FN: sha256('mary'), LN: sha256('smith') }, { FN: sha256('mary') }],
  });
});

test('two audiences share nobody', async () => {
  const t = await openSandbox();
  const [first, second] = [await t.create(), await t.create()];
  const payload = { schema: ['EXTERN_ID'], data: [['1']] };
  await t.post(`/${first}/users`, { payload });
  await t.post(`/${second}/users`, { payload });
  await t.del(`/${first}`);
  expect((await t.members(second)).count).toBe(1);
});
