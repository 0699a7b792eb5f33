import fc from 'fast-check';
import { expect, test } from 'vitest';

import { keysOf, maskOf, shareOf, sliceChunk } from '../../main/core/chunk.ts';
import { type Key, KEYS } from '../../main/core/keys.ts';
import { modelChunk, type ModelChunk, type ModelEntry, stepKeys } from './arbitrary-chunk.ts';

/** Entries that name somebody by the step's keys: a value for lookalikes alone names nobody, and a step that sends values needs one. */
function usable({ entries }: ModelChunk, step: readonly Key[]): readonly ModelEntry[] {
  return entries
    .filter(({ values }) => step.some((key) => key !== 'LOOKALIKE_VALUE' && values.has(key)))
    .filter(({ values }) => !step.includes('LOOKALIKE_VALUE') || values.has('LOOKALIKE_VALUE'));
}

function group(model: ModelChunk, step: readonly Key[], withExternId: boolean): readonly ModelEntry[] {
  return usable(model, step).filter(
    ({ values }) => (step.includes('EXTERN_ID') && values.has('EXTERN_ID')) === withExternId,
  );
}

function keysIn(entries: readonly ModelEntry[], step: readonly Key[]): readonly Key[] {
  return KEYS.filter((key) => step.includes(key) && entries.some(({ values }) => values.has(key)));
}

test('a slice holds the group’s entries in order, each value in its place, without the keys that nobody in it has', () => {
  fc.assert(
    fc.property(modelChunk, stepKeys, fc.boolean(), (model, step, withExternId) => {
      const entries = group(model, step, withExternId);
      const keys = keysIn(entries, step);
      const people = [...new Set(entries.map(({ person }) => person))];
      expect(sliceChunk(model.chunk, model.hex, { stepMask: maskOf(step), withExternId, members: null })).toEqual({
        keys,
        rows: entries.map(({ values }) => keys.map((key) => values.get(key) ?? '')),
        personOf: entries.map(({ person }) => people.indexOf(person)),
        lines: people.map((person) => entries.find((entry) => entry.person === person)?.line),
      });
    }),
    { numRuns: 500 },
  );
});

test('what a step counts of a chunk is what its batches will send', () => {
  fc.assert(
    fc.property(modelChunk, stepKeys, (model, step) => {
      const mask = maskOf(step);
      const slices = [false, true].flatMap((hasExternId) => {
        const { keys, rows, lines } = sliceChunk(model.chunk, model.hex, {
          stepMask: mask,
          withExternId: hasExternId,
          members: null,
        });
        return lines.length === 0
          ? []
          : [
              {
                hasExternId,
                people: lines.length,
                entries: rows.length,
                keys,
                firstLine: lines[0],
                lastLine: lines.at(-1),
              },
            ];
      });
      expect(shareOf(model.chunk, mask).batches).toEqual(slices);
    }),
    { numRuns: 500 },
  );
});

test('every usable entry is in exactly one group, and everybody else is not synced', () => {
  fc.assert(
    fc.property(modelChunk, stepKeys, (model, step) => {
      const { batches, notSynced } = shareOf(model.chunk, maskOf(step));
      const sum = (of: 'people' | 'entries'): number => batches.reduce((total, batch) => total + batch[of], 0);
      const people = new Set(model.entries.map(({ person }) => person)).size;
      expect([sum('entries'), sum('people') + notSynced]).toEqual([usable(model, step).length, people]);
      expect(
        batches.flatMap(({ keys, hasExternId }) => (keys.includes('EXTERN_ID') === hasExternId ? [] : [keys])),
      ).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('masks and keys are the same thing in two forms', () => {
  fc.assert(
    fc.property(stepKeys, (keys) => {
      expect(keysOf(maskOf(keys))).toEqual(KEYS.filter((key) => keys.includes(key)));
    }),
  );
});
