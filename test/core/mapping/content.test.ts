import { expect, test } from 'vitest';

import { guessMapping } from '../../../main/core/mapping/mapping.ts';
import { wrong } from './fixture.ts';

function only(name: string, ...cells: string[]) {
  return guessMapping(
    [name],
    cells.map((cell) => [cell]),
    1,
  )[0];
}

const digest = 'a'.repeat(64);

test('a good name keeps its key over an empty sample and over some damaged cells, but is less sure', () => {
  expect([
    only('Email', 'a@x.com', 'b@y.com')?.confidence,
    only('Email')?.confidence,
    only('Email', 'a@x.com', 'b@y.com', 'nobody')?.confidence,
  ]).toEqual([1, 0.9, 0.8]);
});

test('blank words are no cells: they neither confirm nor refute', () => {
  expect(only('Phone', 'N/A', 'null', '-')).toEqual({
    index: 0,
    column: 'Phone',
    key: 'PHONE',
    confidence: 0.9,
    dateOrder: null,
  });
});

test('digests confirm a hashable key, and only a hashed name needs them', () => {
  expect(
    wrong(
      ['Email', 'EMAIL', digest, digest.toUpperCase()],
      ['Phone', 'PHONE', digest, '+15125550134'],
      ['First name', 'FN', digest],
      ['City', 'CT', digest],
    ),
  ).toEqual([]);
  expect(wrong(['email_sha256', 'EMAIL', digest], ['hashed_phone', 'PHONE', digest])).toEqual([]);
  expect(
    wrong(
      ['hashed_phone', '', 'd41d8cd98f00b204e9800998ecf8427e'],
      ['email_md5', '', 'd41d8cd98f00b204e9800998ecf8427e'],
    ),
  ).toEqual([]);
});

test('a hashed copy of a column that is there in the clear is left out', () => {
  expect(wrong(['email_sha256', '', digest], ['email', 'EMAIL', 'a@x.com'])).toEqual([]);
});

test('a hashed whole date cannot be taken apart, so it is no birth date', () => {
  expect(wrong(['Date of birth', '', digest], ['Birth year', 'DOBY', digest])).toEqual([]);
});

test('swapped columns are not believed: a phone column of addresses feeds EMAIL only as a last resort', () => {
  expect(wrong(['Phone', 'EMAIL', 'a@x.com', 'b@y.com'], ['Email', '', '+1 512 555 0134', '+44 7700 900142'])).toEqual(
    [],
  );
});

test('without an e-mail column by name, one column of addresses is it, unless its name or its repetition says a stranger', () => {
  expect(wrong(['Login', 'EMAIL', 'a@x.com', 'b@y.com'], ['Note', '', 'x', 'y'])).toEqual([]);
  expect(wrong(['Kontaktdaten', 'EMAIL', 'a@x.com', 'b@y.com'], ['Salesperson', '', 'p@a.com', 'q@a.com'])).toEqual([]);
  expect(wrong(['Handled for us', '', 'p@a.com', 'p@a.com', 'p@a.com'])).toEqual([]);
  expect(wrong(['Login', '', 'a@x.com', 'b@y.com'], ['Email', 'EMAIL', 'a@x.com', 'b@y.com'])).toEqual([]);
  expect(only('Login', 'a@x.com', 'b@y.com')?.confidence).toBe(0.6);
});

test('three e-mail and three phone columns fan out: the customer first, then billing, then shipping', () => {
  const phone = '+1 512 555 0134';
  expect(
    wrong(
      ['Shipping phone', '', phone],
      ['Work phone', '', phone],
      ['Billing phone', 'PHONE', phone],
      ['Mobile', 'PHONE', phone],
      ['Phone', 'PHONE', phone],
      ['Email 4', '', 'a@x.com'],
      ['Email 1', 'EMAIL', 'a@x.com'],
      ['Email 2', 'EMAIL', 'a@x.com'],
      ['Email 3', 'EMAIL', 'a@x.com'],
    ),
  ).toEqual([]);
});

test("of several columns for a key the filled one wins, then the customer's own, then billing", () => {
  expect(wrong(['Shipping City', '', 'Rome'], ['Billing City', 'CT', 'Rome'], ['City', '', ''])).toEqual([]);
  expect(wrong(['Shipping City', '', 'Rome'], ['Billing City', '', 'Rome'], ['City', 'CT', 'Rome'])).toEqual([]);
});

test('a whole date and its parts are never both mapped', () => {
  expect(wrong(['dob', 'DOB', '1985-03-05'], ['doby', '', '1985'], ['dobm', '', '3'], ['dobd', '', '5'])).toEqual([]);
  expect(wrong(['dob', '', ''], ['doby', 'DOBY', '1985'], ['dobm', 'DOBM', '3'], ['dobd', 'DOBD', '5'])).toEqual([]);
  expect(
    wrong(['Birth Year', 'DOBY', '1985', '1990'], ['Birth Month', 'DOBM', '3', '12'], ['Birth Day', 'DOBD', '5', '31']),
  ).toEqual([]);
});

test('the order of a date comes from the sample, else from the name', () => {
  expect([
    only('DOB', '05/03/1985', '31/12/1990')?.dateOrder,
    only('DOB', '05/03/1985', '12/31/1990')?.dateOrder,
  ]).toEqual(['DMY', 'MDY']);
  expect([only('DOB', '05/03/1985')?.dateOrder, only('Date of birth (DD/MM/YYYY)', '05/03/1985')?.dateOrder]).toEqual([
    null,
    'DMY',
  ]);
  expect([only('Geburtsdatum (TT.MM.JJJJ)')?.dateOrder, only('Birthdate mm/dd/yyyy', '05/03/1985')?.dateOrder]).toEqual(
    ['DMY', 'MDY'],
  );
});

test('a birth-date column that cannot be read as it stands is shown with little confidence, not hidden', () => {
  expect(
    [only('Date of birth', '05/03/85', '31/12/90'), only('Date of birth', '31111', '29876')].map((one) => [
      one?.key,
      one?.confidence,
    ]),
  ).toEqual([
    ['DOB', 0.7],
    ['DOB', 0.7],
  ]);
});

test('a plain name is what the column beside it leaves over', () => {
  expect(wrong(['Name', 'LN', 'Smith', 'Park'], ['First name', 'FN', 'Ann', 'Jo'])).toEqual([]);
  expect(wrong(['Name', 'FN', 'Ann', 'Jo'], ['Surname', 'LN', 'Smith', 'Park'])).toEqual([]);
  expect(wrong(['Name', '', 'Ann Smith', 'Jo Park'], ['First name', 'FN', 'Ann', 'Jo'])).toEqual([]);
  expect(
    wrong(
      ['Name', '', 'Ann Smith', 'Jo Park'],
      ['First name', 'FN', 'Ann', 'Jo'],
      ['Last name', 'LN', 'Smith', 'Park'],
    ),
  ).toEqual([]);
  expect(wrong(['Nom', '', '#1001', '#1002'], ['Prénom', 'FN', 'Zoé', 'Luc'])).toEqual([]);
  expect(wrong(['Nome', '', 'Ana Silva', 'Rui Lima'], ['Primeiro nome', 'FN', 'Ana', 'Rui'])).toEqual([]);
  expect(wrong(['Naam', 'LN', 'de Vries'], ['Voornaam', 'FN', 'Jan'])).toEqual([]);
  expect(wrong(['Nom du client', 'LN', 'Durand'], ['Prénom du client', 'FN', 'Zoé'])).toEqual([]);
  expect(wrong(['Nombre del cliente', 'FN', 'Ana'], ['Apellidos del cliente', 'LN', 'Ruiz'])).toEqual([]);
  expect(wrong(['user_name', '', 'annsmith'], ['first_name', 'FN', 'Ann'])).toEqual([]);
  expect(wrong(['Client name', '', 'Acme'], ['First name', 'FN', 'Ann'])).toEqual([]);
  expect(wrong(['First', 'FN', 'Ann', 'Jo'], ['Last', 'LN', 'Smith', 'Park'])).toEqual([]);
  expect(wrong(['First', '', 'yes', 'no'], ['Email', 'EMAIL', 'a@x.com', 'b@x.com'])).toEqual([]);
});

test("a plain value is the customer's, unless the file lists deals or orders", () => {
  expect(wrong(['value', 'LOOKALIKE_VALUE', '12.50', '0'], ['email', 'EMAIL', 'a@x.com', 'b@x.com'])).toEqual([]);
  expect(wrong(['Value', '', '12.50', '0'], ['Deal stage', '', 'won', 'lost'])).toEqual([]);
});

test('"State" and its sisters are a state, a country or nothing', () => {
  expect(wrong(['State', 'ST', 'CA', 'New York'])).toEqual([]);
  expect(wrong(['State', '', 'open', 'closed'], ['City', 'CT', 'Austin', 'Rome'])).toEqual([]);
  expect(wrong(['State', 'ST', 'Greater Accra', 'Ashanti'], ['City', 'CT', 'Accra', 'Kumasi'])).toEqual([]);
  expect(wrong(['State', '', 'Greater Accra', 'Ashanti'])).toEqual([]);
  expect(wrong(['State', 'ST', ''], ['ZIP', 'ZIP', ''])).toEqual([]);
  expect(wrong(['State', '', ''])).toEqual([]);
  expect(wrong(['Stato', 'COUNTRY', 'Italia', 'Francia'])).toEqual([]);
  expect(wrong(['Stato', 'ST', 'Lombardia', 'Lazio'])).toEqual([]);
});

test('without a header only cells that cannot be anything else count', () => {
  const rows = [
    ['ann@x.com', '+1 512 555 0134', 'f', 'Germany', '1001', '1985-03-05', '12345-6789', 'CA', 'en', digest, 'Ann'],
    ['bo@y.de', '0170 1234567', 'm', 'FR', '1002', '1990-12-31', '94103-0001', 'DE', 'fr', digest, 'Bo'],
  ];
  expect(guessMapping(null, rows, 11)).toMatchObject([
    { column: 'Column 1', key: 'EMAIL', confidence: 0.7 },
    { column: 'Column 2', key: 'PHONE', confidence: 0.6 },
    { column: 'Column 3', key: 'GEN', confidence: 0.6 },
    { column: 'Column 4', key: 'COUNTRY', confidence: 0.6 },
    ...Array.from({ length: 7 }, () => ({ key: null, confidence: 0 })),
  ]);
});

test('a header cell that holds a person is neither shown nor used as a name', () => {
  expect(guessMapping(['Email', 'mobile 5125550134'], [], 2)).toMatchObject([
    { column: 'Email' },
    { column: 'Column 2', key: null },
  ]);
});

test('rows may be shorter or longer than the header', () => {
  expect(
    guessMapping(['Email', 'City'], [['a@x.com'], ['b@y.com', 'Rome', 'extra']], 3).map(({ column, key }) => [
      column,
      key,
    ]),
  ).toEqual([
    ['Email', 'EMAIL'],
    ['City', 'CT'],
    ['Column 3', null],
  ]);
});

test('a hostile cell costs no time', () => {
  const cells = [
    '1 ' + 'A'.repeat(50_000) + '!',
    '1-'.repeat(50_000),
    'a@'.repeat(50_000),
    ' '.repeat(50_000) + '1',
    `${'9'.repeat(50_000)}.`,
  ];
  for (const name of ['Phone', 'Email', 'Date of birth', 'ZIP', 'Value', 'Note']) {
    expect(only(name, ...cells)?.column).toBe(name);
  }
}, 20_000);

test('without a header, hashes are mapped to nothing: nobody can tell what they were', () => {
  const other = 'b'.repeat(64);
  expect(
    guessMapping(
      null,
      [
        [digest, other],
        [other, digest],
      ],
      2,
    ),
  ).toMatchObject([{ key: null }, { key: null }]);
});
