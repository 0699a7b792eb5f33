import fc from 'fast-check';
import { expect, test } from 'vitest';

import { columnNames, isHeader } from '../../../main/core/mapping/header.ts';
import { guessMapping, overrideMapping } from '../../../main/core/mapping/mapping.ts';
import { PHRASES } from '../../../main/core/mapping/vocabulary.ts';

const name = fc.oneof(
  fc.constantFrom(...PHRASES.keys(), 'Name', 'Nom', 'State', 'Billing', 'Shipping', 'owner', ''),
  fc.string({ unit: 'binary' }),
);
const cell = fc.oneof(
  fc.constantFrom('', 'a@x.com', '+15125550134', 'Ann', 'CA', 'FR', 'm', '1985-03-05', '3', '12.50', 'a'.repeat(64)),
  fc.string(),
);
const file = fc.integer({ min: 0, max: 12 }).chain((width) =>
  fc.record({
    header: fc.option(fc.array(name, { maxLength: width })),
    sample: fc.array(fc.array(cell, { maxLength: width + 1 }), { maxLength: 6 }),
    width: fc.constant(width),
  }),
);

test('one entry a column, three columns for EMAIL and PHONE, one for any other key, no date beside its parts', () => {
  fc.assert(
    fc.property(file, ({ header, sample, width }) => {
      const mapping = guessMapping(header, sample, width);
      const counts = new Map<string, number>();
      for (const { key } of mapping) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
      const isOver = [...counts].some(([key, count]) => count > (key === 'EMAIL' || key === 'PHONE' ? 3 : 1));
      const isTwice = counts.has('DOB') && ['DOBY', 'DOBM', 'DOBD'].some((part) => counts.has(part));
      expect({ isOver, isTwice, indexes: mapping.map(({ index }) => index) }).toEqual({
        isOver: false,
        isTwice: false,
        indexes: mapping.map((_, index) => index),
      });
      expect(
        mapping.every(({ key, confidence }) => (key === null ? confidence === 0 : confidence > 0 && confidence <= 1)),
      ).toBe(true);
    }),
  );
});

test('the same file gives the same mapping, and names are different and hold no person', () => {
  fc.assert(
    fc.property(file, ({ header, sample, width }) => {
      const mapping = guessMapping(header, sample, width);
      expect(guessMapping(header, sample, width)).toEqual(mapping);
      const names = columnNames(header, width);
      expect([mapping.map(({ column }) => column), new Set(names).size, isHeader(names)]).toEqual([names, width, true]);
    }),
  );
});

test('whatever an override says, it maps the column it names or is refused with the override in the message', () => {
  fc.assert(
    fc.property(
      file,
      fc.string(),
      fc.constantFrom('EMAIL', 'DOB', 'FN', 'DOBY', ''),
      ({ header, sample, width }, noise, key) => {
        const mapping = guessMapping(header, sample, width);
        for (const column of [...mapping.map((one) => `#${one.index + 1}`), noise]) {
          const result = overrideMapping(mapping, [`${column}=${key}`]);
          const isMapped = result.ok && result.mapping.some((one) => one.key === (key === '' ? null : key));
          expect(isMapped || (!result.ok && result.message.includes(`${column}=${key}`))).toBe(true);
        }
      },
    ),
  );
});

test('a word that makes another fact of a known name leaves it without key', () => {
  const strangers = 'owner status company template verified'.split(' ');
  const hits = [...PHRASES.keys()].flatMap((phrase) =>
    strangers.flatMap((stranger) =>
      [`${phrase} (${stranger})`, `${stranger}_${phrase}`].filter((one) =>
        guessMapping([one], [], 1).some(({ key }) => key !== null),
      ),
    ),
  );
  expect(hits).toEqual([]);
});
