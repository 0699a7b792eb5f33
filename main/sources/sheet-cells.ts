import type { CellObject } from '@e965/xlsx';

/** The two questions about number formats that the library answers. */
export interface NumberFormats {
  isDate(format: string): boolean;
  /** A whole number as its format shows it. */
  format(format: string, value: number): string;
  /** The parts of a day number. Null = it is none. */
  date(value: number): {
    readonly y: number;
    readonly m: number;
    readonly d: number;
    readonly H: number;
    readonly M: number;
    readonly S: number;
  } | null;
}

/** What a spreadsheet shows instead of a result. */
const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

/**
 * A cell as text: a formula's stored result, a date as YYYY-MM-DD (with its time, when it has one), TRUE or FALSE. A number is written out with
 * a point, without exponent, grouping or closing zeros; only a format that says which digits to show ("00000", "+00 000 000") is followed, since
 * those zeros belong to a postcode or a phone number.
 */
export function cellText(cell: CellObject | undefined, formats: NumberFormats): string {
  switch (cell?.t) {
    case 's':
      return typeof cell.v === 'string' ? cell.v : '';
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'e':
      return ERRORS[Number(cell.v)] ?? '#VALUE!';
    case 'n':
      return typeof cell.v === 'number' ? numberText(cell.v, String(cell.z ?? 'General'), formats) : '';
    // The reader is told to leave dates as numbers, and not to make cells of nothing.
    case 'd':
    case 'z':
    case undefined:
      return '';
  }
}

function numberText(value: number, format: string, formats: NumberFormats): string {
  if (!Number.isFinite(value)) return '';
  if (format === 'General') return plainNumber(value);
  const bare = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  if (formats.isDate(format)) return dateText(value, bare, formats) ?? plainNumber(value);
  const [first = ''] = bare.split(';');
  const showsDigits = /^[0#() +-]*$/.test(first) && first.includes('0');
  return showsDigits && Number.isSafeInteger(value) && value >= 0
    ? formats.format(format, value).trim()
    : plainNumber(value);
}

function dateText(value: number, bareFormat: string, formats: NumberFormats): string | null {
  const parts = formats.date(value);
  if (parts === null) return null;
  const { y, m, d, H, M, S } = parts;
  const two = (number: number): string => String(number).padStart(2, '0');
  const time = `${two(H)}:${two(M)}:${two(S)}`;
  if (value < 1 && !/[dy]/i.test(bareFormat)) return time;
  const day = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
  return H + M + S === 0 ? day : `${day} ${time}`;
}

/** Spreadsheets keep 15 digits; what a double says behind them is noise. */
function plainNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const shown = Number(value.toPrecision(15));
  if (Number.isInteger(shown)) return BigInt(shown).toString();
  const text = String(shown);
  return text.includes('e') ? shown.toFixed(20).replace(/\.?0+$/, '') : text;
}
