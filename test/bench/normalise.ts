import { hash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';

import { isHeader } from '#core/mapping/header.ts';
import { guessMapping } from '#core/mapping/mapping.ts';

import { mappedKeys, stepMasks } from '../../main/engine/ingest.ts';
import { newPeople } from '../../main/engine/known-people.ts';
import { partBuilder } from '../../main/engine/part-builder.ts';
import { openSource } from '../../main/sources/open.ts';
import type { SourceRow, SourceShape } from '../../main/sources/source.ts';
import { SDK_FIELDS } from './customers.ts';
import { type Order, stopwatch, type Timed } from './measure.ts';

/** Rows are parsed outside the clock, so many at a time. */
const BLOCK = 10_000;

type Rows = readonly SourceRow[];

async function overBlocks(order: Order, begin: (shape: SourceShape) => (rows: Rows) => void): Promise<Timed> {
  const source = await openSource(order.file, { isHeader });
  const watch = stopwatch();
  const work = begin(source.shape);
  const timed = (rows: Rows): void => {
    watch.start();
    work(rows);
    watch.stop();
  };
  let waiting: SourceRow[] = [];
  for await (const block of source.rows(null)) {
    waiting.push(...block.rows);
    if (waiting.length < BLOCK) continue;
    timed(waiting);
    waiting = [];
  }
  timed(waiting);
  await source.close();
  return { rows: order.rows, seconds: watch.seconds, cpuSeconds: watch.cpuSeconds };
}

/** Ours: normalises, hashes, drops duplicates and packs, without parsing and storing. */
export function ours(order: Order): Promise<Timed> {
  return overBlocks(order, ({ header, sample, width }) => {
    const mapping = guessMapping(header, sample, width);
    const keys = mappedKeys(mapping);
    if (keys.length !== SDK_FIELDS.length) throw new Error(`seven keys were expected, not ${keys.join(', ')}`);
    const builder = partBuilder({
      mapping,
      width,
      country: null,
      thisYear: 2026,
      stepMasks: stepMasks([{ keys: null, isValueBased: false }], mapping),
      zeroValue: false,
      ...newPeople(randomBytes(32)),
    });
    return (rows) => {
      for (const { cells, line } of rows) {
        builder.addRow(cells, line);
        if (builder.isFull) builder.take();
      }
    };
  });
}

/** The part of Meta's SDK that normalises; the package has no types. */
interface Sdk {
  readonly ServerSideUtils: { normalizeAndHash(value: string, field: string): string | null };
}

/** Meta's official SDK: the same seven values of each row. It has no default country, no duplicates and packs nothing. */
export function sdk(order: Order): Promise<Timed> {
  const { ServerSideUtils } = createRequire(import.meta.url)('facebook-nodejs-business-sdk') as Sdk;
  let hashed = 0;
  return overBlocks(order, () => (rows) => {
    for (const { cells } of rows) {
      for (const [index, field] of SDK_FIELDS.entries()) {
        if (ServerSideUtils.normalizeAndHash(cells[index] ?? '', field) !== null) hashed += 1;
      }
    }
  }).then((timed) => {
    assertHashed(hashed, order);
    return timed;
  });
}

/** The limit: Node's fastest SHA-256 of the cells as they stand. */
export function hashOnly(order: Order): Promise<Timed> {
  let hashed = 0;
  return overBlocks(order, () => (rows) => {
    for (const { cells } of rows) {
      for (let index = 0; index < SDK_FIELDS.length; index += 1) {
        const cell = cells[index];
        if (cell !== undefined && cell !== '' && hash('sha256', cell, 'hex') !== '') hashed += 1;
      }
    }
  }).then((timed) => {
    assertHashed(hashed, order);
    return timed;
  });
}

/** Only 8 % of the phones are empty: fewer hashes mean that something was not done. */
function assertHashed(hashed: number, { rows }: Order): void {
  if (hashed < rows * 6.85) throw new Error(`${hashed} hashes of ${rows} rows`);
}
