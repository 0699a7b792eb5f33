import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { isHeader } from '../../main/core/mapping/header.ts';
import { type ColumnMapping, guessMapping, overrideMapping } from '../../main/core/mapping/mapping.ts';
import { ingest, type IngestPart, type IngestPlan, type ReadPosition, stepMasks } from '../../main/engine/ingest.ts';
import { knownPeople } from '../../main/engine/known-people.ts';
import { partBuilder } from '../../main/engine/part-builder.ts';
import { openSource } from '../../main/sources/open.ts';
import type { RowBlock } from '../../main/sources/source.ts';
import { fakeClock } from './fake-clock.ts';

const workspaceKey = randomBytes(32);
const steps = [{ stepId: 1, action: 'add', keys: null, isValueBased: false }] as const;

function planOf(mapping: readonly ColumnMapping[], before: readonly IngestPart[]): IngestPlan {
  const from = before.at(-1)?.position;
  return {
    runId: 1,
    mapping,
    steps,
    workspaceKey,
    from: from ? (JSON.parse(from) as ReadPosition) : { block: null, skip: 0 },
    firstSeq: before.filter(({ chunk }) => chunk !== null).length,
    isResumable: true,
  };
}

function builderOf(mapping: readonly ColumnMapping[], width: number, before: readonly IngestPart[]) {
  return partBuilder({
    mapping,
    width,
    country: 'US',
    thisYear: 2026,
    stepMasks: stepMasks(steps, mapping),
    zeroValue: false,
    ...knownPeople(
      before.flatMap(({ chunk }) => (chunk ? [{ seq: chunk.seq, sealed: Buffer.from(chunk.sealed) }] : [])),
      1,
      workspaceKey,
    ),
  });
}

/** Reads a file to its end behind the parts that are stored already, as a run that goes on does. */
async function readOn(path: string, before: readonly IngestPart[]): Promise<readonly IngestPart[]> {
  const source = await openSource(path, { isHeader });
  const { header, sample, width } = source.shape;
  const mapped = overrideMapping(guessMapping(header, sample, width), ['Email 2=EMAIL', 'Email 3=EMAIL']);
  if (!mapped.ok) throw new Error(mapped.message);
  const plan = planOf(mapped.mapping, before);
  const parts: IngestPart[] = [];
  const { now, sleep } = fakeClock();
  const emit = (part: IngestPart) => Promise.resolve(void parts.push(part));
  const ports = { now, sleep, emit, flushMs: () => 60_000 };
  await ingest(source.rows(plan.from.block), builderOf(mapped.mapping, width, before), plan, ports);
  await source.close();
  return parts;
}

/** What a part says, without what differs from one sealing to the next. */
function told({ chunk, ...part }: IngestPart) {
  return {
    ...part,
    chunk: chunk && {
      ...chunk,
      sealed: chunk.sealed.length,
    },
  };
}

test('reading on behind any stored part gives the parts that reading in one go gave', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-ingest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'list.csv');
  // Three entries a person, so that few rows make several chunks; with duplicates, blanks, damage and quotes in every stretch.
  const rows = Array.from({ length: 10_500 }, (_, i) => {
    if (i % 97 === 0) return `p${Math.floor(i / 2)}@x.com,,`;
    if (i % 89 === 0) return ',,';
    if (i % 83 === 0) return 'too,many,cells,here';
    if (i % 79 === 0) return `"p${i}@x.com","q${i}@x.com",nobody`;
    return `p${i}@x.com,q${i}@x.com,r${i}@x.com`;
  });
  writeFileSync(path, `Email,Email 2,Email 3\n${rows.join('\n')}\n`);
  const parts = await readOn(path, []);
  expect([parts.length > 3, parts.reduce((sum, part) => sum + part.rows.read, 0)]).toEqual([true, rows.length]);
  for (const stored of parts.keys()) {
    const before = parts.slice(0, stored + 1);
    expect((await readOn(path, before)).map(told)).toEqual(parts.slice(stored + 1).map(told));
  }
});

/** A source that hands out what a test gives it, when the test gives it. */
function slowSource() {
  const waiting: ((block: RowBlock | null) => void)[] = [];
  let line = 1;
  return {
    async *rows(): AsyncGenerator<RowBlock> {
      for (;;) {
        const block = await new Promise<RowBlock | null>((resolve) => waiting.push(resolve));
        if (block === null) return;
        yield block;
      }
    },
    async give(...emails: readonly string[]): Promise<void> {
      const rows = emails.map((email) => ({ cells: [email], line: (line += 1) }));
      const position = { offset: line, line, readBytes: line, readHash: '' };
      waiting.shift()?.({ rows, unreadable: [], position, bytes: line });
      for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    },
    end: () => waiting.shift()?.(null),
  };
}

test('nobody waits longer for company than the flush window, which may change while the source is read', async () => {
  const source = slowSource();
  const clock = fakeClock();
  const parts: number[] = [];
  const mapping = guessMapping(['Email'], [['a@x.com']], 1);
  const emit = (part: IngestPart) => Promise.resolve(void parts.push(part.rows.entered));
  let flushMs = 5_000;
  const done = ingest(source.rows(), builderOf(mapping, 1, []), planOf(mapping, []), {
    now: () => clock.monotonic(),
    sleep: clock.sleep,
    flushMs: () => flushMs,
    emit,
  });
  await setImmediate();

  await clock.advance(60_000);
  await source.give('a@x.com');
  await clock.advance(4_000);
  await source.give('b@x.com', 'c@x.com');
  await clock.advance(999);
  expect(parts).toEqual([]);
  await clock.advance(1);
  expect(parts).toEqual([3]);

  flushMs = 15_000;
  await source.give('d@x.com');
  await clock.advance(14_999);
  expect(parts).toEqual([3]);
  await clock.advance(1);
  expect(parts).toEqual([3, 1]);

  await clock.advance(60_000);
  await source.give('e@x.com');
  source.end();
  await done;
  expect(parts).toEqual([3, 1, 1]);
});
