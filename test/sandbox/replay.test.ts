import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { runCommandLine } from '../../main/commands/program.ts';
import { parseReplay } from '../../main/sandbox/replay.ts';
import { openSandbox } from './open-sandbox.ts';

const file = `
{"match":"/users","status":400,"headers":{"X-App-Usage":"{}","Content-Length":"9"},"body":{"error":{"code":4}}}
{"match":"GET /me","body":"<html>"}

{"match":"/users","body":{"num_received":7}}
{"status":500,"body":"gone"}
`;

test('given bodies answer the calls they match, in order, and then the sandbox does', async () => {
  const t = await openSandbox(':memory:', { replay: parseReplay(file) });
  const text = async (path: string, method = 'GET') => {
    const headers = { authorization: `Bearer ${t.sandbox.accessToken}` };
    const response = await fetch(`${t.sandbox.graphUrl}/v26.0${path}`, { method, headers });
    return [response.status, await response.text(), response.headers.get('x-app-usage')];
  };
  expect(await text('/me')).toEqual([200, '<html>', null]);
  expect(await text('/1/users', 'POST')).toEqual([400, '{"error":{"code":4}}', '{}']);
  expect(await text('/1/users', 'POST')).toEqual([200, '{"num_received":7}', null]);
  expect(await text('/1/users', 'POST')).toEqual([500, 'gone', null]);
  expect((await text('/me'))[1]).toContain('Sam Sandbox');
});

test.each([
  ['{', 'Line 1: not JSON'],
  ['\n[]', 'Line 2: not a JSON object'],
  ['{"status":200}', '"body" is missing'],
  ['{"status":"ok","body":1}', '"status" must be a number'],
  ['{"match":1,"body":1}', '"match" must be text'],
  ['{"headers":{"a":1},"body":1}', 'header "a" must be text'],
])('%j is refused: %s', (text, reason) => {
  expect(() => parseReplay(text)).toThrow(reason);
});

test('a wrong fault or replay file ends the command with 2 and says what is wrong', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'muster-replay-'));
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => {
    said.mockRestore();
    rmSync(dir, { recursive: true });
  });
  const bad = join(dir, 'bad.jsonl');
  writeFileSync(bad, '{"body":1}\n{');
  const run = (...args: readonly string[]) => runCommandLine(['sandbox', '--data', dir, ...args]);
  expect(await run('--fault', 'gremlins')).toBe(2);
  expect(await run('--replay', bad)).toBe(2);
  expect(await run('--replay', join(dir, 'none.jsonl'))).toBe(2);
  expect(said.mock.calls.map(([line]) => line)).toEqual([
    expect.stringMatching(/gremlins.*There are: unavailable, .*invalid_unnamed/),
    expect.stringContaining('bad.jsonl: Line 2: not JSON'),
    expect.stringContaining('none.jsonl'),
  ]);
});
