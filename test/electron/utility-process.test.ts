import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { announceReady } from './app.ts';
import { takeInstanceLock } from './single-instance.ts';
import { utilityProcess } from './utility-process.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'standin-utility-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const child = `
const { parentPort, type } = process;
setTimeout(() => parentPort.on('message', ({ data }) => {
  if (data === 'end') process.exit(7);
  parentPort.postMessage([type, data]);
}), 50);
`;

test('a utility process hears what was said before it listened, gets copies, and ends with its code', async () => {
  const home = folder();
  vi.stubEnv('XDG_CONFIG_HOME', home);
  onTestFinished(() => void vi.unstubAllEnvs());
  writeFileSync(join(home, 'child.mjs'), child);
  expect(() => utilityProcess.fork(join(home, 'child.mjs'))).toThrow('before app is ready');
  announceReady();
  expect(() => utilityProcess.fork(join(home, 'child.mjs'), [], { cwd: home })).toThrow("option 'cwd'");

  const made = utilityProcess.fork(join(home, 'child.mjs'), [], { serviceName: 'test' });
  const sent = { when: new Date(7), map: new Map([[1n, new Uint8Array([1, 2])]]) };
  made.postMessage(sent);
  expect(() => made.postMessage(() => 1)).toThrow('could not be cloned');
  expect(await once(made, 'message')).toEqual([['utility', sent]]);
  const exit = once(made, 'exit');
  made.postMessage('end');
  expect([await exit, made.pid]).toEqual([[7], undefined]);
});

test('a second instance is refused and heard of; the lock of a process that is gone counts for nothing', async () => {
  const data = folder();
  // No process has this number.
  writeFileSync(join(data, 'StandinLock'), '4194305');
  const heard = Promise.withResolvers<unknown>();
  expect(takeInstanceLock(data, {}, heard.resolve)).toBe(true);
  expect(takeInstanceLock(data, { given: ['x'] }, () => undefined)).toBe(false);
  expect(await heard.promise).toMatchObject({ data: { given: ['x'] }, cwd: process.cwd() });
});
