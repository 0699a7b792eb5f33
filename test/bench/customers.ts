import { closeSync, openSync, writeSync } from 'node:fs';

/** The columns of the bench's lists; the first seven are matched, the last is not. */
const COLUMNS = ['Email', 'Phone', 'First name', 'Last name', 'City', 'Zip', 'Country', 'Last order'] as const;

/** How Meta's SDK calls the seven that are matched. */
export const SDK_FIELDS = ['em', 'ph', 'fn', 'ln', 'ct', 'zp', 'country'] as const;

/** A country's mobile numbers: the country code, the trunk prefix, how numbers begin, and how many digits follow. */
const COUNTRIES = [
  ['US', '1', '', ['212', '415', '312', '617', '206'], 7],
  ['CA', '1', '', ['416', '514', '604'], 7],
  ['GB', '44', '0', ['7400', '7712', '7911'], 6],
  ['DE', '49', '0', ['151', '160', '171'], 8],
  ['FR', '33', '0', ['61', '65', '76'], 7],
  ['ES', '34', '', ['61', '65', '66'], 7],
  ['IT', '39', '', ['320', '338', '347'], 7],
  ['NL', '31', '0', ['61', '62', '64'], 7],
  ['BR', '55', '0', ['1198', '2198', '3199'], 7],
  ['MX', '52', '', ['5512', '3312', '8112'], 6],
  ['AU', '61', '0', ['412', '423', '437'], 6],
  ['IN', '91', '0', ['981', '991', '987'], 7],
  ['PL', '48', '', ['501', '602', '791'], 6],
] as const;

const SYLLABLES =
  'an be ca da el fa go ha in jo ka le ma ni ol pa ro sa ta ul va wi xa yo zu bra cle dri fre gla kor lin mar nel pet rus ste tor val wen'.split(
    ' ',
  );
const ACCENTS: Readonly<Record<string, string>> = { a: 'á', e: 'é', o: 'ö', u: 'ü', n: 'ñ', l: 'ł' };
const WRITE_BYTES = 1024 * 1024;
const REMEMBERED = 1_000;

/**
 * Writes a list of invented customers, the same for the same number of rows on every machine: about 96 bytes a row, 13 countries,
 * names and cities that come again as real ones do, 2 % duplicates, 8 % without a phone, quoted and escaped cells, letters beyond ASCII.
 */
export function writeCustomers(path: string, rows: number): void {
  const below = numbers(20_261_124);
  const descriptor = openSync(path, 'w');
  const recent: string[] = [];
  let text = `${COLUMNS.join(',')}\r\n`;
  try {
    for (let row = 0; row < rows; row += 1) {
      const again = below(100) < 2 ? recent[below(recent.length)] : undefined;
      const line = again ?? customer(row, below);
      recent[row % REMEMBERED] = line;
      text += line;
      if (text.length < WRITE_BYTES) continue;
      writeSync(descriptor, text);
      text = '';
    }
    writeSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Numbers from 0 to below the given one, the same series for the same seed (a xorshift generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Below = (below: number) => number;

function customer(row: number, below: Below): string {
  const country = COUNTRIES[below(COUNTRIES.length)] ?? COUNTRIES[0];
  const first = word(common(10_000, below), 2);
  const last = word(common(60_000, below) + 7, 3);
  const city = word(common(27_000, below) + 13, 3);
  const cells = [
    email(plain(first), plain(last), row, below),
    below(100) < 8 ? '' : phone(country, below),
    below(40) === 0 ? `${first} "${first.slice(0, 3)}"` : first,
    last,
    below(25) === 0 ? `${city}, North` : city,
    String(10_000 + below(30_000)),
    country[0],
    `2026-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')} ${10 + below(10)}:30`,
  ];
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** A number below `count`, small ones far oftener, as the ranks of names are. */
function common(count: number, below: Below): number {
  return Math.floor(Math.exp((below(1_000_000) / 1_000_000) * Math.log(count + 1))) - 1;
}

/** The name of a rank; every seventh has letters beyond ASCII. */
function word(rank: number, syllables: number): string {
  let name = '';
  for (let i = 0, rest = rank; i < syllables; i += 1, rest = Math.floor(rest / SYLLABLES.length)) {
    name += SYLLABLES[rest % SYLLABLES.length] ?? '';
  }
  if (rank % 7 === 3) name = name.replaceAll(/[aeounl]/g, (letter) => ACCENTS[letter] ?? letter);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function plain(name: string): string {
  return name.normalize('NFKD').replaceAll(/[^A-Za-z]/g, '');
}

function email(first: string, last: string, row: number, below: Below): string {
  const address = `${first.slice(0, 6)}.${last}${row % 10_000}@example.${['com', 'org', 'net', 'co.uk'][below(4)]}`;
  const style = below(50);
  if (style === 0) return ` ${address} `;
  return style < 6 ? address.toUpperCase() : address.toLowerCase();
}

/** Half in the national form, half in the international one, grouped in the ways people do. */
function phone([, code, trunk, beginnings, length]: (typeof COUNTRIES)[number], below: Below): string {
  const number = `${beginnings[below(beginnings.length)]}${2 + below(8)}${String(below(10 ** (length - 1))).padStart(length - 1, '0')}`;
  const [head, middle, tail] = [number.slice(0, 3), number.slice(3, 6), number.slice(6)];
  switch (below(4)) {
    case 0:
      return `${trunk}${number}`;
    case 1:
      return `${trunk}${head} ${middle} ${tail}`;
    case 2:
      return `+${code}${number}`;
    default:
      return `+${code} ${head}-${middle}-${tail}`;
  }
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
