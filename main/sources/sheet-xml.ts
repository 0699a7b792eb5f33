/** A sheet's text without its cells: what stands before them. */
export function sheetHead(xml: Buffer): Buffer {
  const { start, prefix } = dataOf(xml);
  return start === -1 ? xml : Buffer.concat([xml.subarray(0, start), Buffer.from(`</${prefix}worksheet>`)]);
}

/** A sheet's text with its first rows only, and all that stands behind the cells. Cutting at the end of a row leaves XML as whole as it was. */
export function firstRowsOf(xml: Buffer, rows: number): Buffer {
  const { start, prefix } = dataOf(xml);
  if (start === -1) return xml;
  const rowEnd = `</${prefix}row>`;
  let at = start;
  for (let row = 0; row < rows; row += 1) {
    const next = xml.indexOf(rowEnd, at, 'latin1');
    if (next === -1) return xml;
    at = next + rowEnd.length;
  }
  const tail = xml.indexOf(`</${prefix}sheetData>`, at, 'latin1');
  return tail === -1 ? xml : Buffer.concat([xml.subarray(0, at), xml.subarray(tail)]);
}

/** The highest number of a shared string that a sheet's text names; null = none. */
export function lastStringOf(xml: Buffer): number | null {
  let last: number | null = null;
  for (const [, number = ''] of xml.toString('latin1').matchAll(/\bt=["']s["'][^<]*<(?:\w+:)?v>(\d+)</g)) {
    last = Math.max(last ?? 0, Number(number));
  }
  return last;
}

/** The first `count` of the shared strings. */
export function firstStringsOf(xml: Buffer, count: number): Buffer {
  const prefix = prefixOf(/<(\w+:)?sst\b/.exec(xml.toString('latin1', 0, 2_000)));
  const stringEnd = `</${prefix}si>`;
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const next = xml.indexOf(stringEnd, at, 'latin1');
    if (next === -1) return xml;
    at = next + stringEnd.length;
  }
  return Buffer.concat([xml.subarray(0, at), Buffer.from(`</${prefix}sst>`)]);
}

/** Where the cells begin; a sheet may have many columns described before them. */
function dataOf(xml: Buffer): { readonly start: number; readonly prefix: string } {
  const found = /<(\w+:)?sheetData[\s/>]/.exec(xml.toString('latin1', 0, 1024 * 1024));
  return { start: found?.index ?? -1, prefix: prefixOf(found) };
}

function prefixOf(found: RegExpExecArray | null): string {
  return found?.[1] ?? '';
}
