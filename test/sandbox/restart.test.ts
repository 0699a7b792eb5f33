import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { startSandbox } from '../../main/sandbox/sandbox.ts';
import { newAudience, openSandbox } from './open-sandbox.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('ids, members, terms and token survive a restart', async () => {
  const file = join(newFolder(), 'sandbox.db');
  const before = await openSandbox(file);
  const audience = await before.create('VIP');
  await before.post(`/${audience}/users`, { payload: { schema: ['EXTERN_ID'], data: [['1'], ['2']] } });
  await before.post(`/${before.noTerms}/customaudiencestos`, { tos_id: '1' });
  const lists = (t: typeof before) =>
    Promise.all(
      [before.healthy, before.noTerms].map(
        async (account) => (await t.get(`/${account}/customaudiences?fields=id,name,time_created`)).body.data,
      ),
    );
  const told = await lists(before);
  await before.sandbox.close();
  await before.sandbox.close();

  const after = await openSandbox(file);
  expect(after.sandbox.accessToken).toBe(before.sandbox.accessToken);
  expect(after.sandbox.accounts).toEqual(before.sandbox.accounts);
  expect(await lists(after)).toEqual(told);
  expect(await after.members(audience)).toEqual({ count: 2, entries: [{ EXTERN_ID: '1' }, { EXTERN_ID: '2' }] });
  expect(await after.create('VIP', after.noTerms)).not.toBe('');
});

test('a file of the version with one person keeps that person’s terms', async () => {
  const file = join(newFolder(), 'sandbox.db');
  const before = await openSandbox(file);
  await before.sandbox.close();
  const db = new Database(file);
  for (const table of ['signature', 'role', 'permission', 'token', 'code', 'login']) db.exec(`drop table ${table}`);
  db.exec('create table terms (business_id text primary key, accepted_at integer not null) strict');
  db.exec("insert into terms values ('517203948610275', 1)");
  db.pragma('user_version = 2');
  db.close();

  const after = await openSandbox(file);
  expect(after.sandbox.accessToken).toBe(before.sandbox.accessToken);
  expect((await after.get(`/${after.noTerms}?fields=user_tos_accepted`)).body['user_tos_accepted']).toEqual({
    custom_audience_tos: 1,
  });
  expect((await after.get(`/${after.healthy}?fields=user_tos_accepted`)).body).toEqual({ id: after.healthy });
});

test('who was acknowledged is still there after the process is killed', async () => {
  const file = join(newFolder(), 'sandbox.db');
  const module = new URL('../../main/sandbox/sandbox.ts', import.meta.url).href;
  const child = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { startSandbox } from ${JSON.stringify(module)};
     const { graphUrl, accessToken, accounts } = await startSandbox({ file: ${JSON.stringify(file)} });
     const post = async (path, body) => (await fetch(graphUrl + '/v26.0/' + path, {
       method: 'POST', headers: { authorization: 'Bearer ' + accessToken }, body: JSON.stringify(body) })).json();
     const { id } = await post(accounts[0].id + '/customaudiences', ${JSON.stringify(newAudience('VIP'))});
     await post(id + '/users', { payload: { schema: ['EXTERN_ID'], data: [['1'], ['2']] } });
     console.log(id);`,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line]: unknown[] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const t = await openSandbox(file);
  expect(await t.members(String(line).trim())).toEqual({ count: 2, entries: [{ EXTERN_ID: '1' }, { EXTERN_ID: '2' }] });
});

test('a deleted audience does not come back, and its id is not used again', async () => {
  const file = join(newFolder(), 'sandbox.db');
  const before = await openSandbox(file);
  const gone = await before.create();
  await before.del(`/${gone}`);
  await before.sandbox.close();
  expect(await (await openSandbox(file)).create()).not.toBe(gone);
});

test('a closed sandbox leaves its port, also with a connection held open', async () => {
  const first = await openSandbox();
  await first.get('/me');
  const port = Number(new URL(first.sandbox.graphUrl).port);
  await first.sandbox.close();
  const second = await startSandbox({ file: ':memory:', port });
  onTestFinished(() => second.close());
  expect(second.graphUrl).toBe(first.sandbox.graphUrl);
  await expect(startSandbox({ file: ':memory:', port })).rejects.toThrow('EADDRINUSE');
});

test('a file that is not a sandbox is refused', async () => {
  const file = join(newFolder(), 'other.db');
  writeFileSync(file, 'This is a letter, not a database. '.repeat(100));
  await expect(startSandbox({ file })).rejects.toThrow('not a database');
});
