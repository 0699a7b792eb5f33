import { expect, test } from 'vitest';

import { columnNames, isHeader } from '../../../main/core/mapping/header.ts';

test('a first line that holds a person is data', () => {
  const lines = [
    ['ann@x.com', 'Ann'],
    ['Ann', 'mailto:ann@x.com;bo@y.com'],
    ['Ann', '5551234'],
    ['Ann', 'tel 0512345678 home'],
    ['Ann', '+1 (512) 555-0134'],
    ['Ann', '06 12 34 56 78'],
    ['Ann', '１２３４５６７'],
    ['Ann', '٠٥١٢٣٤٥٦٧٨'],
    ['\uFEFFann\u200B@x.com'],
    ['A'.repeat(64), 'x'],
    ['19850305'],
  ];
  expect(lines.map(isHeader)).toEqual(lines.map(() => false));
});

test('an ordinary first line is a header, whatever it names', () => {
  const lines = [
    ['Email', 'Phone'],
    ['Ann', 'Smith'],
    ['E-mail 1 - Value', '2024', '123456'],
    ['2024-01-05', 'Q1 2024-2025'],
    ['', ''],
    [],
    ['@handle'],
    ['Order #1001'],
    ['abcdef012345'],
  ];
  expect(lines.map(isHeader)).toEqual(lines.map(() => true));
});

test('every column has a name of its own', () => {
  expect(columnNames(['\uFEFFEmail', 'Email ', '', ' First\u00a0\u00a0name ', 'Email', 'Email (2)'], 7)).toEqual([
    'Email',
    'Email (2)',
    'Column 3',
    'First name',
    'Email (3)',
    'Email (2) (2)',
    'Column 7',
  ]);
});

test('names that hold a person, and all names of a file without header, are numbers', () => {
  expect(columnNames(['ann@x.com', '5551234567', 'City'], 3)).toEqual(['Column 1', 'Column 2', 'City']);
  expect(columnNames(null, 3)).toEqual(['Column 1', 'Column 2', 'Column 3']);
});
