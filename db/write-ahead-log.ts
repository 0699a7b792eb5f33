import { closeSync, openSync, readSync } from 'node:fs';

import { sizeOf } from './open.ts';

// https://sqlite.org/fileformat2.html#the_write_ahead_log
const HEADER_BYTES = 32;
const FRAME_BYTES = 24;
const MAGIC = 0x377f0682;

/** A power cut can leave one commit that did not get to the disk whole; two behind a broken place were whole once. */
const TORN_COMMITS = 1;

/**
 * Whether a write-ahead log that a crash left holds all that was ever committed to it; no log does. SQLite itself goes on silently with
 * what stands before the first broken place, and so would forget commits that had been answered.
 */
export function logIsWhole(file: string): boolean {
  if (sizeOf(file) <= HEADER_BYTES) return true;
  const descriptor = openSync(file, 'r');
  try {
    return isWhole(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function isWhole(descriptor: number): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(descriptor, header, 0, HEADER_BYTES, 0);
  const magic = header.readUInt32BE(0);
  if (magic !== MAGIC && magic !== MAGIC + 1) return false;
  const isLittle = magic === MAGIC;
  let sums = sumsOf(header.subarray(0, 24), isLittle, [0, 0]);
  if (!isSum(header, 24, sums)) return false;

  const pageBytes = header.readUInt32BE(8);
  const frame = Buffer.alloc(FRAME_BYTES + pageBytes);
  let isBroken = false;
  let lostCommits = 0;
  for (let at = HEADER_BYTES; readSync(descriptor, frame, 0, frame.length, at) === frame.length; at += frame.length) {
    // What an earlier round of the log left behind has other salts.
    const isOfThisRound = frame.compare(header, 16, 24, 8, 16) === 0;
    const isCommit = frame.readUInt32BE(4) > 0;
    if (!isBroken) {
      sums = sumsOf(frame.subarray(FRAME_BYTES), isLittle, sumsOf(frame.subarray(0, 8), isLittle, sums));
      isBroken = !isOfThisRound || !isSum(frame, 16, sums);
    }
    if (isBroken && isOfThisRound && isCommit) lostCommits += 1;
    if (lostCommits > TORN_COMMITS) return false;
  }
  return true;
}

type Sums = readonly [number, number];

function sumsOf(bytes: Buffer, isLittle: boolean, [first, second]: Sums): Sums {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + words.getUint32(at, isLittle) + b) >>> 0;
    b = (b + words.getUint32(at + 4, isLittle) + a) >>> 0;
  }
  return [a, b];
}

function isSum(bytes: Buffer, at: number, [first, second]: Sums): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}
