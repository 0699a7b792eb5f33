import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Customers in the sample, before duplicates and damage. */
const CUSTOMERS = 5_200;

/**
 * Writes the sample list and returns its path: a shop's export of invented people with every kind of damage that real exports
 * have. It lies outside the data folder, because Muster keeps no raw values there. An unchanged file is left alone.
 */
export function writeSample(): string {
  const folder = join(tmpdir(), `muster-sample-${userInfo().username.replaceAll(/\W/g, '_')}`);
  const file = join(folder, 'customers-export.csv');
  const text = sampleText();
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, text, { mode: 0o600 });
  }
  return file;
}

/** A small generator of repeatable numbers (mulberry32): the sample must be the same on every machine. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const FIRST = [
  'Anna',
  'José',
  'Zoë',
  'Łukasz',
  'Chloé',
  'Jürgen',
  'Mary Ann',
  "D'Arcy",
  'Valéry',
  '정',
  'Nuño',
  'Søren',
  'Ivana',
  'Οδυσσέας',
  'Müge',
  'Jean-Luc',
];
const LAST = [
  'Smith',
  'García-López',
  'O’Neill',
  'Müller',
  'Øster',
  'van den Berg',
  'Dvořák',
  'Nguyễn',
  'Rossi',
  '김',
  'de Souza',
  'Kowalska',
  'Иванова',
  'Yılmaz',
];
const PLACES: readonly (readonly [
  city: string,
  state: string,
  zip: string,
  country: string,
  phone: (n: string) => string,
])[] = [
  ['New York', 'NY', '10001-1234', 'United States', (n) => `(212) 555-${n}`],
  ['Menlo Park', 'California', '94035', 'USA', (n) => `+1 650.555.${n}`],
  ['Boston', 'Mass.', '2134', 'US', (n) => `1-617-555-${n} ext. 12`],
  ['København', '', '1050', 'Danmark', (n) => `+45 32 12 ${n.slice(0, 2)} ${n.slice(2)}`],
  ['Łódź', 'Łódzkie', '90-001', 'Poland', (n) => `0048 42 612 ${n}`],
  ['München', 'Bayern', 'D-80331', 'Deutschland', (n) => `+49 (0) 89 1234${n}`],
  ['Paris', 'Île-de-France', '75001', 'France', (n) => `01 42 68 ${n.slice(0, 2)} ${n.slice(2)}`],
  ['London', 'England', 'sw1a 1aa', 'UK', (n) => `+44 20 7946 ${n}`],
  ['Montréal', 'QC', 'H2X 1Y4', 'Canada', (n) => `+1 (514) 555-${n}`],
  ['São Paulo', 'SP', '01310-100', 'Brasil', (n) => `+55 11 91234-${n}`],
  ['القاهرة', '', '11511', 'Egypt', (n) => `+20 ٢ ٢٥٧٩ ${n}`],
  ['東京', '', '〒１００-０００１', 'Japan', (n) => `＋８１ 3 1234 ${n}`],
];

const HEADER = [
  'E-mail',
  'Email',
  'Phone',
  'First Name',
  'Last Name',
  'City',
  'State',
  'Zip',
  'Country',
  'Date of birth',
  'Gender',
  'Customer ID',
  'Advertising ID',
  '',
  'Order status',
  'Status',
  'Status',
  'Signup date',
];
const digest = (n: number): string => n.toString(16).padStart(8, '0').repeat(8);

/** Damage that a field of a customer may have, by column. */
const BAD_EMAILS = [
  'n/a',
  'no at sign',
  'two@example.com, other@example.com',
  'ann@@example.com',
  'ann@example',
  '-',
  'NULL',
  '5d41402abc4b2a76b9719d911017c592',
];
const BAD_PHONES = [
  '0000000000',
  '12',
  '4.47E+11',
  '+1 650 555 0101 / +1 650 555 0102',
  'unknown',
  '555-CALL-ME-NOW-PLEASE',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
];
const BAD_DATES = ['31/02/1985', '0000-00-00', '1/2/85', '00.00.0000', '2999-01-01', '1985'];
const DATES = [
  '1985-03-05',
  '05.03.1985',
  '25/12/1990',
  '1979-11-30T00:00:00Z',
  '5 mars 1985',
  'March 5, 1985',
  '19850305',
  '1990/07/14',
];
const GENDERS = ['m', 'F', 'Male', 'Frau', 'homme', 'mujer', 'd', 'unknown', ''];

function customer(index: number, pick: (below: number) => number): string[] {
  const place = PLACES[index % PLACES.length];
  if (!place) return [];
  const [city, state, zip, country, phone] = place;
  const first = FIRST[pick(FIRST.length)] ?? '';
  const last = LAST[pick(LAST.length)] ?? '';
  const cells = [
    `customer.${index}@example.${['com', 'org', 'co.uk'][index % 3]}`,
    index % 11 === 0 ? `second.${index}@example.net` : '',
    phone(String(1000 + (index % 9000))),
    first,
    last,
    city,
    state,
    zip,
    country,
    DATES[pick(DATES.length)] ?? '',
    GENDERS[pick(GENDERS.length)] ?? '',
    `C-${100000 + index}`,
    index % 5 === 0 ? `${digest(index).slice(0, 8)}-AAAA-4BBB-8CCC-${digest(index).slice(0, 12)}` : '',
    '',
    ['paid', 'refunded', 'pending'][pick(3)] ?? '',
    'active',
    '1',
    '2024-05-17 10:00:00',
  ];
  damage(cells, index, pick);
  return cells;
}

/** One customer in a few has something wrong; what is wrong turns round, so that every kind occurs. */
function damage(cells: string[], index: number, pick: (below: number) => number): void {
  const email = cells[0] ?? '';
  if (index % 4 === 1)
    cells[0] =
      [`  ${email.toUpperCase()} `, `\u200B${email}\u00A0`, `\u202A${email}\u202C`, `${email}\uFEFF`][pick(4)] ?? email;
  if (index % 17 === 2) cells[0] = BAD_EMAILS[pick(BAD_EMAILS.length)] ?? '';
  if (index % 19 === 3) cells[2] = BAD_PHONES[pick(BAD_PHONES.length)] ?? '';
  if (index % 23 === 4) cells[9] = BAD_DATES[pick(BAD_DATES.length)] ?? '';
  if (index % 29 === 5) cells[0] = digest(index * 7919);
  if (index % 31 === 6) cells[2] = digest(index * 104_729).toUpperCase();
  if (index % 37 === 7) cells[8] = ['Atlantis', 'n/a', 'XX'][pick(3)] ?? '';
  if (index % 41 === 8) cells[12] = '00000000-0000-0000-0000-000000000000';
  if (index % 43 === 9) cells[3] = `"${cells[3]}"\n(billing)`;
  if (index % 47 === 10) cells[4] = `${cells[4]}\u0000`;
  if (index % 53 === 11) cells[7] = `${(cells[7] ?? '').replaceAll(/\D/g, '') || '12345'}.0`;
  if (index % 59 === 12) cells[11] = '';
  if (index % 61 === 13) cells[2] = `447911${123000 + (index % 900)}.0`;
  if (index % 67 === 14) cells[14] = 'line one\rline two';
}

const quoted = (cell: string): string => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function sampleText(): string {
  const pick = numbers(20_261_124);
  const lines = [HEADER.join(';')];
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const cells = customer(index, pick);
    lines.push(cells.map(quoted).join(';'));
    // The same person once more, written as another export would.
    if (index % 40 === 20) lines.push(cells.map((cell, i) => quoted(i === 0 ? ` ${cell} ` : cell)).join(';'));
    if (index % 500 === 100) lines.push('n/a;-;null;;;;;;;;;;;;;;;');
    if (index % 900 === 200) lines.push('');
    if (index % 700 === 300) lines.push(`short.${index}@example.com;;+1 202 555 0143`);
    if (index % 800 === 400) lines.push(`${cells.map(quoted).join(';')};one;too many`);
    if (index % 1500 === 600) lines.push(`broken.${index}@example.com;"never closed;`);
    if (index === 2000) lines.push(`long.note@example.com;;;;;;;;;;;C-2;;"${'x'.repeat(1024 * 1024)}";paid;active;1;`);
  }
  // Some tools end their lines with a lone carriage return; this export was glued together from two.
  const glued = Math.floor(lines.length * 0.9);
  return `\uFEFF${lines.slice(0, glued).join('\r\n')}\r\n${lines.slice(glued).join('\r')}\r`;
}
