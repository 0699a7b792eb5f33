import fc from 'fast-check';
import { expect, test } from 'vitest';

import { mapColumns } from '../../../main/core/mapping/mapping.ts';
import { compareHeaders, namedOverrides, nearestSaved, placedOverrides } from '../../../main/core/mapping/saved.ts';

const COLUMNS = ['Email', 'Ref=No', 'Birthday', 'Notes'];

function mappingOf(columns: readonly string[], overrides: readonly string[] = []) {
  const made = mapColumns(columns, [], columns.length, overrides);
  if (!made.ok) throw new Error(made.message);
  return made.mapping;
}

test('what was said by places means the same in a list whose columns stand in another order', () => {
  const said = ['#2=EXTERN_ID', '#3=DOB:DMY', 'notes='];
  const named = namedOverrides(said, mappingOf(COLUMNS));
  expect([named, placedOverrides(named, ['Notes', 'Ref=No', 'New', 'Birthday'])]).toEqual([
    ['Ref=No=EXTERN_ID', 'Birthday=DOB:DMY', 'Notes='],
    ['#2=EXTERN_ID', '#4=DOB:DMY', '#1='],
  ]);
});

test('what names no column any more is left out', () => {
  expect([
    namedOverrides(['#9=EMAIL', 'Gone=EMAIL'], mappingOf(COLUMNS)),
    placedOverrides(['Gone=EMAIL'], COLUMNS),
  ]).toEqual([[], []]);
});

test('law: saved and said again, a mapping is what it was', () => {
  const override = fc.tuple(fc.nat(COLUMNS.length - 1), fc.constantFrom('', 'EMAIL', 'EXTERN_ID', 'CT', 'DOB:MDY'));
  fc.assert(
    fc.property(fc.array(override, { maxLength: 4 }), (said) => {
      const overrides = said.map(([index, key]) => `#${index + 1}=${key}`);
      const first = mapColumns(COLUMNS, [], COLUMNS.length, overrides);
      fc.pre(first.ok);
      const again = placedOverrides(namedOverrides(overrides, first.mapping), COLUMNS);
      expect(mappingOf(COLUMNS, again)).toEqual(first.mapping);
    }),
  );
});

test('the list that is most alike is found, and its difference told', () => {
  const saved = [
    { columns: ['Email', 'Phone'], id: 'half' },
    { columns: ['Phone', 'City', 'Email'], id: 'same' },
    { columns: ['Email', 'Phone', 'City', 'Zip'], id: 'more' },
  ];
  const id = (columns: readonly string[]): string | undefined => nearestSaved(saved, columns)?.id;
  expect([
    id(['Email', 'City', 'Phone']),
    id(['Email', 'Phone', 'City', 'Zip', 'Notes']),
    id(['Phone', 'Email', 'Age']),
    id(['Order', 'Total', 'Email']),
    compareHeaders(['Email', 'Phone', 'City'], ['City', 'Notes', 'Email']),
  ]).toEqual(['same', 'more', 'half', undefined, { added: ['Notes'], gone: ['Phone'] }]);
});
