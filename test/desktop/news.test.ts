import { expect, test } from 'vitest';

import { newsBetween } from '../../main/desktop/news.ts';
import { progressOf, stateText, syncStateOf } from '../../main/desktop/sync-state.ts';
import { hold, job, snapshot } from './snapshots.ts';

const titles = (...given: Parameters<typeof newsBetween>): readonly string[] =>
  newsBetween(...given).map(({ title, body }) => `${title} | ${body}`);

test('the first look is no news', () => {
  expect(newsBetween(null, snapshot({ holds: [hold(1, 'terms')], jobs: [job({ state: 'done' })] }))).toEqual([]);
});

test('a new hold says what to do, several say what they are, and the end of the last says that it goes on', () => {
  const none = snapshot({});
  const one = snapshot({ holds: [hold(1, 'terms')] });
  const three = snapshot({ holds: [hold(1, 'terms'), hold(2, 'token'), hold(3, 'account')] });
  expect([titles(none, one), titles(one, one), titles(one, three), titles(three, one), titles(one, none)]).toEqual([
    ['Custom Audience terms not accepted | Ask Ana to open the terms page for act_1 and accept the terms'],
    [],
    [expect.stringMatching(/^Muster waits for you \| .+ \(act_1\)\n.+ \(act_1\)$/)],
    [],
    ['Muster sends again | Nothing waits for you any more. What was held goes out in order.'],
  ]);
});

test('an alert of the engine is said once, and leads to the problems of its run', () => {
  const alert = (id: number) => ({
    id,
    at: 1,
    actor: 'muster' as const,
    kind: 'alert.errored' as const,
    workspaceId: 1,
    jobId: 3,
    runId: 17,
    facts: { job: 'VIP', run: 2, people: 1_204 },
  });
  const [none, one, two] = [snapshot({}), snapshot({ alert: alert(5) }), snapshot({ alert: alert(8) })];
  const said = ['People of VIP have errored | 1,204 so far in this run; they can be sent again'];
  expect([
    titles(none, one),
    titles(one, one),
    titles(one, two),
    newsBetween(none, one).map(({ hash }) => hash),
  ]).toEqual([said, [], said, ['#/jobs/3/problems?run=17']]);
});

test('the end of a run is said once, with its figures; one that somebody cancelled is not', () => {
  const sending = snapshot({ jobs: [job({ state: 'sending' })] });
  const ended = (state: Parameters<typeof job>[0]['state']) =>
    snapshot({ jobs: [job({ state, synced: 4_990, errored: state === 'done' ? 0 : 10 })] });
  expect([
    titles(sending, ended('done')),
    titles(sending, ended('done_with_problems')),
    titles(sending, ended('source_changed')),
    titles(sending, ended('cancelled')),
    titles(ended('done'), ended('done')),
    newsBetween(sending, ended('done')).map(({ hash }) => hash),
  ]).toEqual([
    ['VIP is done | 4,990 people synced, none errored'],
    ['VIP ended with problems | 4,990 people synced, 10 errored; they can be sent again'],
    [expect.stringContaining('VIP could not read its list to the end')],
    [],
    [],
    ['#/jobs/7'],
  ]);
});

test('a job of the sandbox is called so', () => {
  const sending = snapshot({ jobs: [job({ state: 'sending', isSandbox: true })] });
  const done = snapshot({ jobs: [job({ state: 'done', isSandbox: true })] });
  expect(titles(sending, done)).toEqual([expect.stringMatching(/^VIP \(SANDBOX\) is done/)]);
});

test('a database that cannot be written is said at once', () => {
  const full = snapshot({ status: { trouble: { kind: 'disk_full', since: 1 } } });
  expect(newsBetween(snapshot({}), full).map(({ isUrgent }) => isUrgent)).toEqual([true]);
});

test('one word tells what goes on: first what a person must mend, then what they stopped, then the work', () => {
  const everything = { pauses: [{ scope: 'everything', since: 1 }] } as const;
  const states = [
    syncStateOf('starting', null),
    syncStateOf('ready', null),
    syncStateOf('restarting', snapshot({ status: { sendingBatches: 1 } })),
    syncStateOf('ready', snapshot({ status: { ...everything, trouble: { kind: 'locked', since: 1 } } })),
    syncStateOf('ready', snapshot({ status: { ...everything, sendingBatches: 1 } })),
    syncStateOf('ready', snapshot({ status: { sendingBatches: 1, held: 5 } })),
    syncStateOf('ready', snapshot({ status: { held: 5, pending: 5 } })),
    syncStateOf('ready', snapshot({ status: { pending: 5, offline: [{ host: 'x', since: 1, said: '' }] } })),
    syncStateOf('ready', snapshot({ status: { pending: 5 } })),
    syncStateOf('ready', snapshot({})),
  ];
  expect(states).toEqual([
    'starting',
    'starting',
    'restarting',
    'trouble',
    'paused',
    'working',
    'held',
    'offline',
    'waiting',
    'idle',
  ]);
  expect(stateText('offline', snapshot({ status: { pending: 12_345 } }))).toBe(
    'Offline; sends when the network is back: 12,345 people pending',
  );
});

test('the task bar shows how far running jobs have come, and nothing while none runs', () => {
  const running = snapshot({ jobs: [job({ state: 'sending', synced: 75, pending: 25 }), job({ state: 'done' })] });
  expect([progressOf('working', running), progressOf('idle', running), progressOf('working', snapshot({}))]).toEqual([
    0.75,
    null,
    0,
  ]);
});
