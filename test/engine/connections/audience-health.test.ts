import { expect, test } from 'vitest';

import { refuse, type Script } from '../fake-graph.ts';
import { people, type Rig, rig } from '../fake-ports.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

const isNode = (path: string): boolean => /^\d+$/.test(path);

/** Audiences answer like this, and nothing else does. */
function audiencesAnswer(t: Rig, script: Script | null): void {
  t.graph.always('account', script && ((seen, perform) => (isNode(seen.path) ? script(seen, perform) : perform())));
}

/** Reads of audiences' own nodes so far. */
function looks(t: Rig): readonly string[] {
  return t.graph.seen.flatMap(({ kind, path }) => (kind === 'account' && isNode(path) ? [path] : []));
}

async function filled(t: Rig, ...names: readonly string[]): Promise<readonly string[]> {
  const steps = names.map((audience) => ({ audience, action: 'add', keys: null }) as const);
  await t.pipe(people(3), { steps });
  await t.clock.advance(11 * SECOND);
  return names.map((name) => t.graph.audiences().find((one) => one.name === name)?.id ?? '');
}

/** A day on, and the look that is due then. */
async function nextDay(t: Rig): Promise<void> {
  await t.clock.leap(DAY);
  await t.clock.advance(11 * SECOND);
}

const standing = async (t: Rig) => (await t.ask('holds.list', {})).map(({ reason, scope }) => `${scope} ${reason}`);
const audienceOf = async (t: Rig) => (await t.ask('runs.get', { runId: 1 })).steps[0]?.audience;

test('what Meta tells of an audience is there for screens once its first run is over, and is read again each day', async () => {
  const t = rig();
  const [id = ''] = await filled(t, 'Customers');
  t.graph.tell(id, {
    operation_status: { code: 200, description: 'Normal' },
    delivery_status: { code: 300, description: 'Too small' },
    approximate_count_lower_bound: 1000,
    approximate_count_upper_bound: 1200,
  });
  await nextDay(t);
  const readAt = (await audienceOf(t))?.readAt ?? 0;
  expect([await audienceOf(t), t.clock.now() - readAt < HOUR]).toEqual([
    {
      id,
      name: 'Customers',
      isValueBased: false,
      size: { lower: 1000, upper: 1200 },
      operation: { code: 200, description: 'Normal' },
      delivery: { code: 300, description: 'Too small' },
      readAt,
    },
    true,
  ]);
  expect(looks(t).length).toBe(2);
  t.graph.tell(id, { approximate_count_lower_bound: -1, approximate_count_upper_bound: -1 });
  await nextDay(t);
  expect(await audienceOf(t)).toMatchObject({ size: null, operation: null, delivery: null });
});

test('after a run has ended its audience is read, at most once an hour', async () => {
  const t = rig();
  await filled(t, 'Customers');
  await t.clock.advance(60 * SECOND);
  await filled(t, 'Customers');
  await t.clock.advance(60 * SECOND);
  expect(looks(t).length).toBe(1);
  await t.clock.leap(HOUR);
  await t.clock.advance(11 * SECOND);
  expect(looks(t).length).toBe(2);
});

test('audiences of one ad account are read one by one, far apart', async () => {
  const t = rig();
  const ids = await filled(t, 'A', 'B', 'C');
  const first = looks(t).length;
  await t.clock.advance(100 * SECOND);
  const second = looks(t).length;
  await t.clock.advance(140 * SECOND);
  expect([first <= 1, second <= 2, looks(t).toSorted()]).toEqual([true, true, [...ids].toSorted()]);
});

test('an audience that was deleted holds its steps before an upload meets it, is asked about once a day while nobody waits, and lets go', async () => {
  const t = rig();
  const [id = ''] = await filled(t, 'Customers');
  audiencesAnswer(t, refuse(100, 33));
  await nextDay(t);
  expect([await standing(t), looks(t).length]).toEqual([['step audience_gone'], 2]);
  await nextDay(t);
  expect([await standing(t), looks(t).length]).toEqual([['step audience_gone'], 3]);
  audiencesAnswer(t, null);
  await nextDay(t);
  expect([await standing(t), looks(t).at(-1)]).toEqual([[], id]);
});

test('a flagged audience holds its steps until Meta takes the flag away', async () => {
  const t = rig();
  const [id = ''] = await filled(t, 'Customers');
  t.graph.tell(id, { operation_status: { code: 471 } });
  await nextDay(t);
  expect(await standing(t)).toEqual(['step audience_flagged']);
  t.graph.tell(id, { operation_status: { code: 200 } });
  await nextDay(t);
  expect(await standing(t)).toEqual([]);
});

test('when nobody answers, what was known stays, and it is asked again later', async () => {
  const t = rig();
  const [id = ''] = await filled(t, 'Customers');
  t.graph.tell(id, { operation_status: { code: 200, description: 'Normal' } });
  await nextDay(t);
  const known = await audienceOf(t);
  audiencesAnswer(t, refuse(2, null, { status: 500 }));
  await nextDay(t);
  const asked = looks(t).length;
  await t.clock.leap(600 * SECOND);
  await t.clock.advance(11 * SECOND);
  expect([known?.operation?.code, await audienceOf(t), looks(t).length, await standing(t)]).toEqual([
    200,
    known,
    asked + 1,
    [],
  ]);
});
