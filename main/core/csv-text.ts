/** What a CSV file for spreadsheets begins with: without it Excel takes UTF-8 for the system's old code page. */
export const CSV_START = '\ufeff';

/** What makes a spreadsheet take a cell for a formula, also behind blanks or in full width. */
const FORMULA = /^[\s\0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * One line of CSV (RFC 4180) with its line break. A text that a spreadsheet would take for a formula gets an apostrophe in front, and so
 * do texts that begin with blanks and then with such a sign. null is an empty cell.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
