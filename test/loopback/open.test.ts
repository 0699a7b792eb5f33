import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import Database from 'better-sqlite3';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { build } from '../../main/build.ts';
import { muster, start } from '../cli/muster.ts';

beforeAll(build);

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'muster-open-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const openArgs = (dataDir: string): readonly string[] => ['open', '--no-browser', '--json', '--data', dataDir];

test('open serves the page of an engine in another thread, until Ctrl-C ends it with what is in flight', async () => {
  const { child, ended } = start(openArgs(folder()));
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const line = await new Promise<string>((first) => lines.once('line', first));
  const { url } = JSON.parse(line) as { readonly url: string };
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await fetch(new URL('/api/call', url), {
    method: 'POST',
    headers: { cookie },
    body: JSON.stringify({ name: 'jobs.runSample', input: {} }),
  });
  expect(await answer.json()).toEqual({ ok: true, value: { jobId: 1, runId: 1 } });
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([130, '']);
});

test('a Ctrl-C while the engine starts ends it too', async () => {
  const dataDir = join(folder(), 'new');
  const { child, ended } = start(openArgs(dataDir));
  await expect.poll(() => existsSync(dataDir), { timeout: 60_000, interval: 5 }).toBe(true);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});

test('a damaged database is replaced, and whoever opens Muster is told', async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'muster.db'), 'this is no database. '.repeat(999));
  const { child, ended } = start(openArgs(dataDir));
  await new Promise((some) => child.stdout?.once('data', some));
  child.kill('SIGINT');
  expect((await ended).stderr).toContain(`The damaged files are in ${join(dataDir, 'damaged-')}`);
});

test('a data folder that cannot be opened ends it with code 2 and the reason', async () => {
  const dataDir = folder();
  const file = new Database(join(dataDir, 'muster.db'));
  file.pragma('user_version = 9999');
  file.close();
  const { code, stdout, stderr } = await muster(openArgs(dataDir));
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('has schema 9999');
});
