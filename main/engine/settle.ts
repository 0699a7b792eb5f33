import type { Slice } from '#core/chunk.ts';

import type { BatchRow, ErroredReason, Settlement } from '../../db/batches.ts';
import type { NewProblem } from '../../db/problems.ts';
import { type Receipt, rowText } from '../facebook/people.ts';

/**
 * What became of a batch's people after Meta took it. A person is Errored when all of its entries were invalid; the ones that Meta
 * names are traced to their lines, the rest is counted and told with the batch's line range: a line is never guessed.
 */
export function settlementOf(slice: Slice, receipt: Receipt): Settlement {
  const people = slice.lines.length;
  const invalid = Math.min(receipt.invalid, slice.rows.length);
  if (invalid === 0) return { synced: people, errored: {}, problems: [], problemCounts: {} };

  const goodEntries = new Uint8Array(people);
  const reasons = new Map<number, string>();
  let namedEntries = 0;
  for (const [index, row] of slice.rows.entries()) {
    const person = slice.personOf[index] ?? 0;
    const reason = receipt.samples.size > 0 ? receipt.samples.get(rowText(row)) : undefined;
    if (reason === undefined) goodEntries[person] = 1;
    else {
      namedEntries += 1;
      reasons.set(person, reason);
    }
  }
  const named = [...reasons.keys()].filter((person) => goodEntries[person] === 0);
  const unnamed =
    invalid >= slice.rows.length
      ? people - named.length
      : Math.min(people - named.length, Math.max(0, invalid - namedEntries));
  const problems: NewProblem[] = named.map((person) => ({
    line: slice.lines[person] ?? null,
    column: null,
    key: null,
    code: 'invalid',
  }));
  if (unnamed > 0) {
    const [line = null] = slice.lines;
    problems.push({ line, lastLine: slice.lines.at(-1) ?? 0, column: null, key: null, code: 'invalid_unnamed' });
  }
  return {
    synced: people - named.length - unnamed,
    errored: { invalid: named.length, invalid_unnamed: unnamed },
    problems,
    problemCounts: {
      ...(named.length > 0 ? { invalid: named.length } : {}),
      ...(unnamed > 0 ? { invalid_unnamed: unnamed } : {}),
    },
  };
}

/** Everybody of a batch errors for one reason. */
export function allErrored(
  batch: Pick<BatchRow, 'people' | 'first_line' | 'last_line'>,
  reason: ErroredReason,
): Settlement {
  return {
    synced: 0,
    errored: { [reason]: batch.people },
    problems: [{ line: batch.first_line, lastLine: batch.last_line, column: null, key: null, code: reason }],
    problemCounts: { [reason]: batch.people },
  };
}
