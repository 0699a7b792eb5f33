import fc from 'fast-check';
import { expect, test } from 'vitest';

import { dateEvidence, parseBirthDate } from '#core/identifiers/birth-date.ts';
import type { DateOrder } from '#core/identifiers/birth-date.ts';

type Case = readonly [raw: string, answer: string, order?: DateOrder];

function dates(name: string, cases: readonly Case[]): void {
  test(name, () => {
    const answers = cases.map(([raw, , order]) => {
      const date = parseBirthDate(raw, order ?? null, 2026);
      return [
        raw,
        date.ok ? `${date.year}-${date.month}-${date.day}` : `! ${date.problem}`,
        ...(order === undefined ? [] : [order]),
      ];
    });
    expect(answers).toEqual(cases);
  });
}

dates('a year in front leaves no doubt, and times and zones are cut off as written', [
  ['1985-03-05', '1985-03-05'],
  ['1985/03/05', '1985-03-05'],
  ['1985.3.5', '1985-03-05'],
  ['1985 03 05', '1985-03-05'],
  ['19850305', '1985-03-05'],
  ['19850305.0', '1985-03-05'],
  ['1.9850305E+07', '1985-03-05'],
  ['1985-03-05T00:00:00Z', '1985-03-05'],
  ['1985-03-05T23:30:00-05:00', '1985-03-05'],
  ['1985-03-05T00:00:00.000+01:00', '1985-03-05'],
  ['1985-03-05 00:00:00 UTC', '1985-03-05'],
  ['1985-03-05 00:00:00+00', '1985-03-05'],
  ['1985\u201103\u201105', '1985-03-05'],
  ['1985−03−05', '1985-03-05'],
  ['1985-03-05 10:00:00 PM', '1985-03-05'],
  ['19850305T120000Z', '1985-03-05'],
  ['19850305120000', '1985-03-05'],
  ['1985年3月5日', '1985-03-05'],
  ['１９８５－０３－０５', '1985-03-05'],
  ['\ufeff1985-03-05\u200e', '1985-03-05'],
]);

dates('a day above 12 decides, else the mapping, else nobody', [
  ['25/03/1985', '1985-03-25'],
  ['25.03.1985', '1985-03-25', 'MDY'],
  ['03/25/1985', '1985-03-25'],
  ['03-25-1985', '1985-03-25', 'DMY'],
  ['05/03/1985', '1985-03-05', 'DMY'],
  ['05/03/1985', '1985-05-03', 'MDY'],
  ['5.3.1985', '1985-03-05', 'DMY'],
  ['05 03 1985', '1985-03-05', 'DMY'],
  ['3/5/1985 0:00', '1985-03-05', 'MDY'],
  ['05/03/1985 12:00 AM', '1985-05-03', 'MDY'],
  ['٠٥/٠٣/١٩٨٥', '1985-03-05', 'DMY'],
  ['05031985', '1985-03-05', 'DMY'],
  ['25031985', '1985-03-25'],
  ['05/05/1985', '1985-05-05'],
  ['05/03/1985', '! ambiguous_date'],
  ['05/03/1985', '! ambiguous_date', 'YMD'],
  ['05/03/1985', '! ambiguous_date', 'serial'],
  ['05031985', '! ambiguous_date'],
]);

dates('month names in seven languages', [
  ['5 March 1985', '1985-03-05'],
  ['March 5, 1985', '1985-03-05'],
  ['March 5th, 1985', '1985-03-05'],
  ['5th of March 1985', '1985-03-05'],
  ['5-Mar-1985', '1985-03-05'],
  ['05MAR1985', '1985-03-05'],
  ['1985-Mar-05', '1985-03-05'],
  ['Tue, 05 Mar 1985', '1985-03-05'],
  ['Tue Mar 05 1985 00:00:00 GMT+0000 (Coordinated Universal Time)', '1985-03-05'],
  ['Tue Mar  5 00:00:00 UTC 1985', '1985-03-05'],
  ['Dienstag, 5. März 1985', '1985-03-05'],
  ['5. Jänner 1985', '1985-01-05'],
  ['le 5 mars 1985', '1985-03-05'],
  ['1er août 1985', '1985-08-01'],
  ['mar. 5 nov. 1985', '1985-11-05'],
  ['5 de marzo de 1985', '1985-03-05'],
  ['5 ottobre 1985', '1985-10-05'],
  ['5 de março de 1985', '1985-03-05'],
  ['5 maart 1985', '1985-03-05'],
  ['5\u00a0mars\u00a01985', '1985-03-05'],
  ['5 foo 1985', '! not_a_date'],
  ['5 March April 1985', '! not_a_date'],
]);

dates('day numbers count only where the mapping says so, with the leap day that 1900 never had', [
  ['31111', '1985-03-05', 'serial'],
  ['31111.5', '1985-03-05', 'serial'],
  ['1', '1900-01-01', 'serial'],
  ['59', '1900-02-28', 'serial'],
  ['60', '! impossible_date', 'serial'],
  ['61', '1900-03-01', 'serial'],
  ['0', '! zero_date', 'serial'],
  ['99999', '! year_out_of_range', 'serial'],
  ['1985-03-05', '1985-03-05', 'serial'],
  ['31111', '! serial_date'],
  ['31111.0', '! serial_date', 'DMY'],
]);

dates('what is no birthday is refused', [
  ['31/02/1985', '! impossible_date'],
  ['1985-02-31', '! impossible_date'],
  ['29/02/1985', '! impossible_date'],
  ['29/02/1984', '1984-02-29'],
  ['1900-02-29', '! impossible_date'],
  ['13/13/1985', '! impossible_date'],
  ['0000-00-00', '! zero_date'],
  ['0000-00-00 00:00:00', '! zero_date'],
  ['00/00/0000', '! zero_date'],
  ['1985-00-00', '! zero_date'],
  ['1/0/1900', '! zero_date'],
  ['05/03/85', '! two_digit_year', 'DMY'],
  ['85-03-05', '! two_digit_year'],
  ['5-Mar-85', '! two_digit_year'],
  ['1899-12-31', '! year_out_of_range'],
  ['2027-01-01', '! year_out_of_range'],
  ['2026-12-31', '2026-12-31'],
  ['1985', '! not_a_date'],
  ['March 1985', '! not_a_date'],
  ['478828800', '! not_a_date'],
  ['hello', '! not_a_date'],
  ['5/3/1985/2', '! not_a_date'],
  ['a'.repeat(64), '! hashed_date'],
  ['n/a', '! blank'],
  ['', '! blank'],
]);

test("the file's own dates prove the order, unless they contradict each other", () => {
  const evidence = [
    ['01/02/1985', '13/02/1985'],
    ['02/13/1985 00:00', '01/01/1985'],
    ['13/02/1985', '02/13/1985'],
    ['01/02/1985', '1985-02-13'],
    ['31/02/1985', 'x', ''],
    ['1985-02-13'],
    [],
  ].map((values) => dateEvidence(values));
  expect(evidence).toEqual(['DMY', 'MDY', null, 'YMD', null, 'YMD', null]);
});

test('every day reads the same in every form, and its serial number is the day after the one before', () => {
  const day = fc.date({ min: new Date('1900-03-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const [year = '', month = '', dayOfMonth = ''] = date.toISOString().slice(0, 10).split('-');
      const wanted = { ok: true, year, month, day: dayOfMonth };
      const serial = Math.floor(date.getTime() / 86_400_000) + 25_569;
      const read = [
        parseBirthDate(date.toISOString(), null, 2026),
        parseBirthDate(`${dayOfMonth}/${month}/${year}`, 'DMY', 2026),
        parseBirthDate(`${month}-${dayOfMonth}-${year}`, 'MDY', 2026),
        parseBirthDate(`${dayOfMonth}.${month}.${year}`, dateEvidence(['31.12.1999']), 2026),
        parseBirthDate(String(serial), 'serial', 2026),
      ];
      expect(read).toEqual(read.map(() => wanted));
    }),
  );
});
