import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { refuse } from './fake-graph.ts';
import { ACCOUNT, people, type Rig, rig, sha256, TOKEN, world } from './fake-ports.ts';

const rows = [
  ['mary.poppins@example.com', '+1 512 555 0134', 'Marigold', 'Poppinsdottir', 'C-77812'],
  ['bert.sweep@example.com', '+1 512 555 0177', 'Bertram', 'Chimneysweep', 'C-77813'],
] as const;
const header = ['Email', 'Phone', 'First name', 'Last name', 'Customer ID'] as const;

/** Everything that must not lie on the disk: values, their normal forms and digests, and the token. */
const secrets: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['token', Buffer.from(TOKEN)],
  ...rows.flat().flatMap((value) => {
    const normal = value.startsWith('+') ? value.replaceAll(/\D/g, '') : value.toLowerCase();
    const digest = sha256(normal);
    return [
      [value, Buffer.from(value)],
      [normal, Buffer.from(normal)],
      [`${value} as hex`, Buffer.from(digest)],
      [`${value} as digest`, Buffer.from(digest, 'hex')],
    ] as const;
  }),
];

/** The names of the secrets that the data folder's files hold, with its journals as they are now. */
function found({ dataDir }: Rig): readonly string[] {
  const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)));
  expect(files.reduce((sum, file) => sum + file.length, 0)).toBeGreaterThan(10_000);
  return secrets.filter(([, bytes]) => files.some((file) => file.includes(bytes))).map(([name]) => name);
}

const overrides = ['Customer ID=EXTERN_ID'];

test('the data folder holds no value, no digest and no token, queued or sent', async () => {
  const t = rig();
  t.graph.script('users', refuse(200, 1_870_090));
  await t.run(t.csv([header, ...rows]), { overrides });
  expect(found(t)).toEqual([]);
  await t.ask('holds.check', { holdId: 1 });
  await t.clock.advance(1_000);
  expect([t.graph.uploads().at(-1)?.payload.data.length, found(t)]).toEqual([2, []]);
  await t.engine.stop();
  expect(found(t)).toEqual([]);
});

test('the search of these tests finds what is there', () => {
  const t = rig();
  const digest = Buffer.from(sha256('marigold'), 'hex');
  writeFileSync(join(t.dataDir, 'leak'), Buffer.concat([Buffer.alloc(10_000), digest, Buffer.from(`"${TOKEN}"`)]));
  expect(found(t)).toEqual(['token', 'Marigold as digest']);
});

test('neither does it when Meta quotes them in its errors and samples', async () => {
  const t = rig();
  const quote = `Bad ${sha256('mary.poppins@example.com')} of ${rows[0][0]} with ${TOKEN}`;
  t.graph.script('users', refuse(2, null, { message: quote }));
  t.graph.judge(() => 'empty external ID');
  const start = await t.run(t.csv([header, ...rows]), { overrides });
  await t.clock.advance(2_000);
  const { steps } = await t.facts(start);
  const [batch] = (await t.ask('batches.list', { runId: start.runId })).batches;
  const [, first] = await t.ask('batches.attempts', { batchId: batch?.id ?? 0 });
  expect([steps[0]?.erroredReasons, first?.said, found(t)]).toEqual([{ invalid: 2 }, 'Bad … of … with …', []]);
});

test('a file whose first line is a person does not store that person as column names', async () => {
  const t = rig();
  const start = await t.run(t.csv(rows));
  const { mapping } = await t.ask('jobs.get', { jobId: start.jobId });
  expect([(await t.facts(start)).rows.entered, mapping.map(({ column }) => column), found(t)]).toEqual([
    2,
    ['Column 1', 'Column 2', 'Column 3', 'Column 4', 'Column 5'],
    [],
  ]);
});

test('the log names no value, digest or token', async () => {
  const w = world();
  const lines: string[] = [];
  const log = { info: (event: string, fields: object) => void lines.push(JSON.stringify({ event, ...fields })) };
  const t = rig({ ...w, ports: { ...w.ports, log } });
  t.graph.script('users', refuse(2, null, { message: rows[0][0] }));
  await t.run(t.csv([header, ...rows]), { overrides });
  await t.clock.advance(2_000);
  const text = Buffer.from(lines.join('\n'));
  expect([lines.length > 2, secrets.filter(([, bytes]) => text.includes(bytes))]).toEqual([true, []]);
});

test('what leaves is written down before it leaves: when, where, how much, never what', async () => {
  const t = rig();
  await t.run(t.csv(people(3)));
  const audience = t.graph.audiences()[0]?.id ?? '';
  const egress = t.rows<{
    method: string;
    path: string;
    host: string;
    entries: number;
    keys: string | null;
    bytes: number;
  }>('select method, path, host, entries, keys, bytes from egress order by id');
  expect(egress.map(({ method, path, host, entries, keys }) => [method, path, host, entries, keys])).toEqual([
    ['GET', '/v26.0/me', 'graph.facebook.com', 0, null],
    ['GET', `/v26.0/${ACCOUNT}/customaudiences`, 'graph.facebook.com', 0, null],
    ['GET', `/v26.0/${ACCOUNT}`, 'graph.facebook.com', 0, null],
    ['GET', `/v26.0/${ACCOUNT}/customaudiences`, 'graph.facebook.com', 0, null],
    ['POST', `/v26.0/${ACCOUNT}/customaudiences`, 'graph.facebook.com', 0, null],
    ['POST', `/v26.0/${audience}/users`, 'graph.facebook.com', 3, '["EMAIL"]'],
  ]);
  expect(egress.at(-1)?.bytes).toBe(JSON.stringify(t.graph.uploads()[0]).length);
});
