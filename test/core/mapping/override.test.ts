import { expect, test } from 'vitest';

import { guessMapping, mapColumns, overrideMapping } from '../../../main/core/mapping/mapping.ts';

const HEADER = ['Email', 'Phone', 'Note = two', 'Anniversaire', 'Ref', 'dob', 'Email'];
const ROW = ['a@x.com', '+1 512 555 0134', 'b@x.com', '05/03/1985', 'A-1', '31/12/1985', 'c@x.com'];

/** The mapping after the overrides as `column=key[:order]`, or the message of a refusal. */
function after(...overrides: string[]): string | Record<string, string> {
  const result = overrideMapping(guessMapping(HEADER, [ROW], HEADER.length), overrides);
  if (!result.ok) return result.message;
  return Object.fromEntries(
    result.mapping
      .filter(({ key }) => key !== null)
      .map(({ column, key, dateOrder }) => [column, `${key ?? ''}${dateOrder === null ? '' : `:${dateOrder}`}`]),
  );
}

const GUESS = { Email: 'EMAIL', Phone: 'PHONE', dob: 'DOB:DMY', 'Email (2)': 'EMAIL' };

test('nothing said, nothing changed', () => {
  expect(after()).toEqual(GUESS);
});

test('a column is named exactly, without regard to case and spaces, or by its place', () => {
  expect(after('Ref=EXTERN_ID')).toEqual({ ...GUESS, Ref: 'EXTERN_ID' });
  expect(after(' r e f = extern_id ')).toEqual({ ...GUESS, Ref: 'EXTERN_ID' });
  expect(after('#5=EXTERN_ID')).toEqual({ ...GUESS, Ref: 'EXTERN_ID' });
  expect(after('Note = two=EMAIL')).toEqual({ ...GUESS, 'Note = two': 'EMAIL' });
  expect(after('Email (2)=')).toEqual({ Email: 'EMAIL', Phone: 'PHONE', dob: 'DOB:DMY' });
});

test('nothing after the sign unmaps, and what a person said is certain', () => {
  expect(after('Email=', '#7=', 'phone=')).toEqual({ dob: 'DOB:DMY' });
  const result = overrideMapping(guessMapping(HEADER, [ROW], HEADER.length), ['Ref=EXTERN_ID', 'Phone=']);
  expect(result.ok && result.mapping.slice(1, 5)).toMatchObject([
    { key: null, confidence: 0 },
    {},
    {},
    { key: 'EXTERN_ID', confidence: 1 },
  ]);
});

test('a birth date takes a format in letters or as it is written', () => {
  for (const [format, order] of Object.entries({
    DMY: 'DMY',
    mdy: 'MDY',
    YMD: 'YMD',
    Serial: 'serial',
    'DD/MM/YYYY': 'DMY',
    'JJ/MM/AAAA': 'DMY',
    'TT.MM.JJJJ': 'DMY',
    'mm-dd-yyyy': 'MDY',
    'yyyy-mm-dd': 'YMD',
    'd/m/y': 'DMY',
  })) {
    expect(after(`Anniversaire=DOB:${format}`)).toEqual({
      Email: 'EMAIL',
      Phone: 'PHONE',
      'Email (2)': 'EMAIL',
      Anniversaire: `DOB:${order}`,
    });
  }
  expect(after('dob=DOB')).toEqual(GUESS);
  expect(after('dob=DOB:MDY')).toEqual({ ...GUESS, dob: 'DOB:MDY' });
});

test('a key that only one column can have moves; later overrides win', () => {
  expect(after('Ref=DOBY')).toEqual({ Email: 'EMAIL', Phone: 'PHONE', 'Email (2)': 'EMAIL', Ref: 'DOBY' });
  expect(after('Ref=EXTERN_ID', 'Anniversaire=EXTERN_ID')).toEqual({ ...GUESS, Anniversaire: 'EXTERN_ID' });
  expect(after('Ref=EXTERN_ID', 'Ref=')).toEqual(GUESS);
});

test('up to three columns feed EMAIL; guesses give way, a fourth by hand is refused', () => {
  expect(after('#3=EMAIL', '#5=EMAIL')).toEqual({
    Email: 'EMAIL',
    Phone: 'PHONE',
    dob: 'DOB:DMY',
    'Note = two': 'EMAIL',
    Ref: 'EMAIL',
  });
  expect(after('#1=EMAIL', '#3=EMAIL', '#5=EMAIL', '#2=EMAIL')).toBe(
    '--map "#2=EMAIL": EMAIL already has 3 columns (Email, Note = two, Ref). Unmap one of them first, as in "Email=".',
  );
});

test('a refusal names the override, what exists and the remedy', () => {
  const columns = 'Columns: Email, Phone, Note = two, Anniversaire, Ref, dob, Email (2).';
  expect(after('Emial=EMAIL')).toBe(
    `--map "Emial=EMAIL" names a column that does not exist. ${columns} Write a name as it stands here, or "#3" for the third column.`,
  );
  expect(after('#8=EMAIL')).toContain('the file has 7');
  expect(after('Email')).toContain('is not COL=KEY');
  expect(after('=EMAIL')).toContain('is not COL=KEY');
  expect(after('Ref=MAIL')).toContain('there is no key "MAIL". Keys: DOB, EMAIL, PHONE');
  expect(after('dob=DOB:noon')).toContain('DMY, MDY, YMD, serial');
  expect(after('Email=EMAIL:DMY')).toContain('Only DOB takes a format');
  const twins = overrideMapping(guessMapping(['E mail', 'e-mail', 'EMail'], [], 3), ['email=EMAIL']);
  expect(twins).toMatchObject({ ok: false, message: expect.stringContaining('fits 2 columns (#1, #3)') });
});

test('a date column that only a person recognised gets its order from the file', () => {
  const header = ['Email', 'Festtag'];
  const sample = [
    ['a@x.com', '02/03/1985'],
    ['b@x.com', '31/12/1990'],
  ];
  const order = (override: string): unknown => {
    const result = mapColumns(header, sample, 2, [override]);
    return result.ok && result.mapping[1]?.dateOrder;
  };
  expect([order('Festtag=DOB'), order('Festtag=DOB:MDY'), order('Festtag=')]).toEqual(['DMY', 'MDY', null]);
});
