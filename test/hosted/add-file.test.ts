import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { startHostedEngine } from '../../main/hosted/hosted-engine.ts';

test('a file that was chosen in a dialog of the system is a source of the engine over there', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'muster-hosted-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'people.csv');
  writeFileSync(path, 'Email\na@b.example\n');
  const engine = startHostedEngine({ dataDir: join(dir, 'data'), withSandbox: false });
  onTestFinished(() => engine.close());
  const added = await engine.askAsHost('addFile', { path });
  const preview = await engine.call('sources.preview', { source: { kind: 'file', sourceId: 1 } });
  expect([added, preview]).toMatchObject([
    { ok: true, value: { sourceId: 1, name: 'people.csv' } },
    { ok: true, value: { name: 'people.csv', rows: { entered: 1 } } },
  ]);
});
