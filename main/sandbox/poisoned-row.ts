import { isRecord, structured, type GraphCall } from './request.ts';

/**
 * Whether an upload holds the row that a `bad_row` fault has poisoned: the one with a cell that begins with `row`, or, where `row` is a
 * number, the one that had this place (from 1) in the first upload that was so long. It is known by its content afterwards, wherever it turns up.
 */
export function holdsRow(call: GraphCall, row: string, memory: Map<string, string>): boolean {
  const data = dataOf(call);
  if (!/^\d{1,5}$/.test(row)) return data.some((one) => cellsOf(one).some((cell) => cell.startsWith(row)));
  const place = data[Number(row) - 1];
  if (!memory.has('row') && place !== undefined) memory.set('row', JSON.stringify(place));
  const poisoned = memory.get('row');
  return poisoned !== undefined && data.some((one) => JSON.stringify(one) === poisoned);
}

function dataOf(call: GraphCall): readonly unknown[] {
  const payload = structured(call.params, 'payload');
  const data = isRecord(payload) ? payload['data'] : undefined;
  return Array.isArray(data) ? data : [];
}

function cellsOf(row: unknown): readonly string[] {
  return (Array.isArray(row) ? row : [row]).filter((cell) => typeof cell === 'string');
}
