import type { SourceFault } from './fault.ts';

const unpack = 'Unpack it and choose the CSV file inside.';
const notAList = 'Choose the CSV file of the list instead.';

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** A compound file: an old workbook, or a new one behind a password. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

export function isZip(head: Buffer): boolean {
  return head.subarray(0, ZIP.length).equals(ZIP);
}

/** Whether a file is none of delimited text, but may be a workbook. */
export function isArchive(head: Buffer): boolean {
  return isZip(head) || head.subarray(0, COMPOUND.length).equals(COMPOUND);
}

/** First bytes (Latin-1) of the file types that people pick by mistake. */
const signatures: readonly (readonly [start: string, what: string, remedy: string])[] = [
  ['PK\x05\x06', 'an empty ZIP file', unpack],
  ['\x1f\x8b', 'a gzip archive', unpack],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', unpack],
  ['Rar!\x1a\x07', 'a RAR archive', unpack],
  ['\xfd7zXZ\x00', 'an xz archive', unpack],
  ['(\xb5/\xfd', 'a Zstandard archive', unpack],
  ['%PDF-', 'a PDF document', notAList],
  ['\x89PNG', 'a PNG image', notAList],
  ['\xff\xd8\xff', 'a JPEG image', notAList],
  ['SQLite format 3\x00', 'an SQLite database', 'Export the table as CSV.'],
  ['\xff\xfe\x00\x00', 'UTF-32 text', 'Save it as UTF-8.'],
  ['\x00\x00\xfe\xff', 'UTF-32 text', 'Save it as UTF-8.'],
];

/** Says what a file is by its first bytes when it cannot be a list of text, else null. `name` is how the user knows it. */
export function binaryFault(head: Uint8Array, name: string): SourceFault | null {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1');
  const known = signatures.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) {
    return { code: 'binary', message: `${name} is ${known[1]}, not CSV text.`, remedy: known[2] };
  }
  return null;
}

/**
 * True when the head of a file in an 8-bit encoding cannot be text. Some NULs are tolerated, since exports of fixed-width fields
 * are padded with them; other control characters occur in text only by accident.
 */
export function looksBinary(head: Uint8Array): boolean {
  let nuls = 0;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) nuls += 1;
    else if ((byte < 32 && !tolerated.has(byte)) || byte === 127) controls += 1;
  }
  return nuls > head.length * 0.5 || controls > Math.max(8, head.length * 0.02);
}

/** Tab, line feed, vertical tab, form feed, carriage return, the end-of-file mark of DOS, escape. */
const tolerated: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 26, 27]);
