import { hkdfSync } from 'node:crypto';

import Database from 'better-sqlite3';

import { digestCount, DIGEST_BYTES, plainCount } from '#core/chunk.ts';
import { type FingerprintTable, fingerprintTable } from '#core/fingerprint-table.ts';
import { type Fingerprinter, fingerprinter } from '#core/fingerprint.ts';

import { sealedChunksOf } from '../../db/runs.ts';
import { chunkPlace, decodeChunk, open } from './vault.ts';

/** By what the people of one run are told apart, and who is known. */
export interface KnownPeople {
  readonly fingerprint: Fingerprinter;
  readonly known: FingerprintTable;
}

/** Nobody is known yet. `key` is secret, so that nobody can write a list whose rows are taken for one another. */
export function newPeople(key: Uint8Array): KnownPeople {
  const seed = new DataView(hkdfSync('sha256', key, '', 'fingerprint', 8));
  return { fingerprint: fingerprinter([seed.getInt32(0), seed.getInt32(4)]), known: fingerprintTable() };
}

/**
 * Who has entered a run so far, from its sealed chunks: a few milliseconds for ten thousand people. Throws SealError when one cannot be
 * opened.
 */
export function knownPeople(
  chunks: Iterable<{ readonly seq: number; readonly sealed: Buffer }>,
  runId: number,
  workspaceKey: Buffer,
): KnownPeople {
  const people = newPeople(workspaceKey);
  for (const { seq, sealed } of chunks) {
    addAll(people, decodeChunk(open(workspaceKey, chunkPlace(runId, seq), sealed)));
  }
  return people;
}

/** The same, from a database file. */
export function storedPeople(file: string, runId: number, workspaceKey: Buffer): KnownPeople {
  const db = new Database(file, { readonly: true });
  try {
    return knownPeople(sealedChunksOf(db, runId), runId, workspaceKey);
  } finally {
    db.close();
  }
}

function addAll({ fingerprint, known }: KnownPeople, chunk: ReturnType<typeof decodeChunk>): void {
  const { masks, lines } = chunk;
  let digestAt = 0;
  let plainAt = 0;
  for (let from = 0; from < masks.length;) {
    let to = from + 1;
    while (to < masks.length && lines[to] === 0) to += 1;
    const { low, high } = fingerprint(chunk, [from, to], digestAt, plainAt);
    known.add(low, high);
    for (; from < to; from += 1) {
      digestAt += digestCount(masks[from] ?? 0) * DIGEST_BYTES;
      plainAt += plainCount(masks[from] ?? 0);
    }
  }
}
