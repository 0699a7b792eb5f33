import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { openBrowser } from '../sandbox/browser.ts';
import { commandLines } from './command-lines.ts';
import { muster, setup, start } from './muster.ts';

const people = ['Ann.Loxley', 'Bo.Quarmby', 'Cy.Trewin'].map((name, index) => ({
  email: `${name}@mail.example.com`,
  phone: `+4479460009${index}1`,
}));

/** Bytes of every file below a folder. */
function bytesIn(folder: string): readonly Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
}

test('token, secret, code and values of people are in no file, output, report, command line or address', async () => {
  const t = await setup();
  const { graphUrl, accessToken } = t.sandbox;
  const control = async (path: string) => {
    const answer = await fetch(`${graphUrl}/_sandbox/${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  const { id, secret } = (await control('app')) as { readonly id: string; readonly secret: string };
  const graph = ['--data', t.data, '--graph-url', graphUrl];

  const login = start(['connect', '--json', '--paste', ...graph, '--app-id', id], { MUSTER_APP_SECRET: secret }, null);
  const announced = await new Promise<string>((resolve) =>
    login.child.stdout?.once('data', (part) => resolve(String(part))),
  );
  const { pathname, search } = new URL((JSON.parse(announced) as { readonly url: string }).url);
  const browser = openBrowser(graphUrl);
  const page = await browser.submit(await browser.open(`${pathname}${search}`), { person: 'admin' });
  const home = (await browser.submit(page, { choice: 'continue' })).left ?? '';
  const code = new URL(home).searchParams.get('code') ?? '';
  login.child.stdin?.end(`${home}\n`);
  const outputs = [await login.ended];

  const list = t.file(
    'list.csv',
    ['Email,Phone', ...people.map(({ email, phone }) => `${email},${phone}`), 'nobody,'].join('\n'),
  );
  const sync = start(['sync', list, '--account', t.account('healthy'), '--audience', 'A', '--json', ...graph]);
  let running = '';
  while (sync.child.exitCode === null) {
    running += commandLines();
    await setImmediate();
  }
  outputs.push(await sync.ended);
  outputs.push(await muster(['audit', t.account('healthy'), '--json', ...graph]));
  for (const command of [
    ['doctor', '--json'],
    ['doctor', '--report', join(t.dir, 'report')],
    ['problems', '--json'],
    ['status'],
    ['connections'],
  ])
    outputs.push(await muster([...command, '--data', t.data]));
  expect(outputs.slice(0, 3).map(({ code: exit }) => exit)).toEqual([0, 0, 0]);

  const { addresses } = (await control('addresses')) as { readonly addresses: readonly string[] };
  const values = people.flatMap(({ email, phone }) => [
    email,
    email.toLowerCase(),
    email.split('@')[0] ?? '',
    phone.slice(1),
  ]);
  // Every token of the sandbox begins alike.
  const secrets = ['EAASANDBOX', secret, code, ...values];
  const places: Readonly<Record<string, readonly Buffer[]>> = {
    files: bytesIn(t.data),
    reports: ['report.md', 'report.json'].map((name) => readFileSync(join(t.dir, name))),
    output: outputs.map(({ stdout, stderr }) => Buffer.from(stdout + stderr)),
    'command lines': [Buffer.from(running)],
    // Meta documents the token as a parameter of this one call.
    addresses: addresses
      .filter((line) => !line.includes('/debug_token?'))
      .map((line) => Buffer.from(decodeURIComponent(line))),
  };
  const found = Object.entries(places).flatMap(([place, all]) =>
    secrets.filter((text) => all.some((bytes) => bytes.includes(text))).map((text) => `${text} in ${place}`),
  );
  expect(found).toEqual([]);
  // The search itself works: what may be there is found.
  const audience = /"audience":\{"id":"(\d+)"/.exec(outputs[1]?.stdout ?? '')?.[1] ?? 'none';
  expect([places['files']?.some((bytes) => bytes.includes(audience)), running.includes('list.csv')]).toEqual([
    true,
    true,
  ]);
  expect(addresses.filter((line) => line.includes(`/${audience}/users`))).toHaveLength(1);
});
