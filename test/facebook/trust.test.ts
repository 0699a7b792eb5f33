import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, onTestFinished, test } from 'vitest';

import type { HttpAnswer } from '../../main/engine/ports.ts';
import { createHttp } from '../../main/facebook/http.ts';
import { networkProblems } from '../../main/facebook/network.ts';
import { readAnswer } from '../../main/facebook/outcome.ts';
import { AUTHORITY, get, secure } from './servers.ts';

const ADVICE =
  'Somebody on the way shows a certificate that this computer does not trust. If your company inspects TLS, name the file of its CA certificate in NODE_EXTRA_CA_CERTS (UNABLE_TO_VERIFY_LEAF_SIGNATURE)';

/** A secure server of our own authority, and how many requests came through to it. */
async function inspector() {
  const seen: (string | undefined)[] = [];
  const port = await secure((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{"id":"1"}');
  });
  return { port, seen };
}

/** Asks in a new process with only these variables: Node reads its authorities when it starts. */
async function ask(port: number, env: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  const request = { method: 'GET', url: `https://127.0.0.1:${port}/me`, headers: {}, body: null, timeoutMs: 20_000 };
  const program = `import { nodeHttp } from ${JSON.stringify(import.meta.resolve('../../main/facebook/http.ts'))};
    console.log(JSON.stringify(await nodeHttp(${JSON.stringify(request)})));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    // Windows has no randomness without it.
    env: { SystemRoot: process.env['SystemRoot'], ...env },
  });
  return JSON.parse(stdout) as HttpAnswer;
}

test('a company’s authority counts once NODE_EXTRA_CA_CERTS names it, and until then nothing is shown to its server', async () => {
  const { port, seen } = await inspector();
  const url = `https://127.0.0.1:${port}/me`;
  const headers = { authorization: 'Bearer EAAsecret' };
  const before = await get(createHttp({}), url, { headers });
  const seenBefore = [...seen];
  const named = createHttp({ NODE_EXTRA_CA_CERTS: AUTHORITY });
  const after = await get(named, url, { headers });
  const otherName = await get(named, url.replace('127.0.0.1', 'localhost'), { headers });
  expect([before, readAnswer(before, null).ok, seenBefore]).toEqual([
    { kind: 'no_answer', reason: 'untrusted', said: ADVICE },
    false,
    [],
  ]);
  expect([after, otherName, seen]).toEqual([
    expect.objectContaining({ kind: 'answer', status: 200 }),
    {
      kind: 'no_answer',
      reason: 'untrusted',
      said: 'Somebody on the way shows a certificate for another name: log in to this network (ERR_TLS_CERT_ALTNAME_INVALID)',
    },
    ['Bearer EAAsecret'],
  ]);
});

test('Node’s own way to name it works, and a file that is not there stops only what needs it', async () => {
  const { port } = await inspector();
  const answers = await Promise.all(
    [AUTHORITY, '/nowhere/ca.pem'].map((file) => ask(port, { NODE_EXTRA_CA_CERTS: file, SSL_CERT_FILE: '/dev/null' })),
  );
  expect(answers.map((answer) => (answer.kind === 'answer' ? answer.status : answer.reason))).toEqual([
    200,
    'untrusted',
  ]);
});

test.runIf(process.platform === 'linux')('an authority in the operating system’s store needs no setting', async () => {
  const { port } = await inspector();
  expect(await ask(port, { SSL_CERT_FILE: AUTHORITY })).toMatchObject({ kind: 'answer', status: 200 });
});

test('a file of authorities that cannot be used is a line in the log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'muster-trust-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const garbled = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const files = [
    undefined,
    '',
    AUTHORITY,
    file('more.pem', garbled + readFileSync(AUTHORITY, 'utf8')),
    join(dir, 'missing.pem'),
    dir,
    file('empty.pem', ''),
    file('garbled.pem', garbled),
  ];
  const unreadable = (code: string): object[] => [{ event: 'network.extra_ca_unreadable', code }];
  expect(
    files.map((path) => networkProblems(path === undefined ? {} : { NODE_EXTRA_CA_CERTS: path }, 'https://graph.test')),
  ).toEqual([
    [],
    [],
    [],
    [],
    unreadable('ENOENT'),
    unreadable('EISDIR'),
    unreadable('NO_CERTIFICATE'),
    unreadable('NO_CERTIFICATE'),
  ]);
});
