import { expect, test } from 'vitest';

import { columnNames, isHeader, titleLines } from '../../../main/core/mapping/header.ts';

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

test('a title has fewer cells than the table below it', () => {
  const header = ['Email', 'First name', 'City'];
  const row = ['ann@x.com', 'Ann', 'Austin'];
  const other = ['q1', 'q2'];
  const tops: readonly (readonly [titles: number, ...lines: (readonly string[])[]])[] = [
    [0],
    [0, header, row],
    [0, row, row],
    [0, header],
    [1, ['Customer export 2026-11-01'], header, row],
    [1, ['Customers', '', ''], header, row],
    [1, ['Exported by jane@agency.com'], header, row],
    [2, ['Report', 'Customers'], ['Created', '2026-11-01'], header, row],
    [3, ['Report: customers'], ['From: 2026-01-01'], ['To: 2026-11-01'], header, row],
    [1, ['Customers'], other, ['1', '2'], ['3', '4']],
    [1, ['Customers 2026'], row, row],
    // The header is short, and rows that do not fit it are unreadable.
    [0, ['Email'], row, row],
    [0, ['Email', 'City'], row, row],
    [0, ['q1'], other, ['1']],
    // A person without the other cells is no title.
    [0, ['ann@x.com'], row, row],
    [0, ['ann@x.com', '', ''], row, ['bob@x.com', '', '']],
  ];
  expect(tops.map(([, ...lines]) => titleLines(lines))).toEqual(tops.map(([titles]) => titles));
});
