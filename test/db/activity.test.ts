import { expect, test } from 'vitest';

import { type ActivityFilter, addActivity, countActivity, listActivity } from '../../db/activity.ts';
import { listEgress, sumEgress } from '../../db/egress.ts';
import { liftHold, listHolds, raiseHold } from '../../db/holds.ts';
import { logEgress } from '../../db/reports.ts';
import { deleteHistory } from '../../db/retention.ts';
import { endReading } from '../../db/runs.ts';
import { memory, queue } from './setup.ts';

const ANY = { noun: null, jobId: null, workspaceId: null };
const ALL = { beforeId: null, afterId: null, limit: 100 };

test('a line knows the job, its client and its run by themselves, and leaves out what nobody knows', () => {
  const q = queue(memory());
  addActivity(q.db, { at: 5, actor: 'user', kind: 'job.started', runId: q.runId, facts: { why: null, people: 3 } });
  expect(listActivity(q.db, ANY, ALL)).toEqual([
    {
      id: 1,
      at: 5,
      actor: 'user',
      kind: 'job.started',
      workspace_id: 1,
      job_id: q.jobId,
      run_id: q.runId,
      facts: JSON.stringify({ job: 'Job', run: 1, people: 3 }),
    },
  ]);
});

test('a hold is told once when it is raised and once when it is lifted, and a run when it ends', () => {
  const q = queue(memory());
  const hold = {
    scope: 'ad_account',
    connectionId: q.connectionId,
    account: 'act_1',
    stepId: null,
    reason: 'terms',
    code: 200,
    subcode: null,
    said: null,
  } as const;
  for (const at of [10, 20]) raiseHold(q.db, hold, at);
  const [standing] = listHolds(q.db);
  for (const at of [30, 40]) liftHold(q.db, standing?.id ?? 0, at, { actor: 'user', kind: 'hold.lifted' });
  for (const at of [50, 60]) endReading(q.db, q.runId, { state: 'sending', failure: null }, at);
  expect(
    listActivity(q.db, ANY, ALL).map(({ at, actor, kind, facts }) => [at, actor, kind, JSON.parse(facts)]),
  ).toEqual([
    [50, 'muster', 'run.ended', { job: 'Job', run: 1, state: 'done', people: 0, synced: 0, errored: 0 }],
    [30, 'user', 'hold.lifted', { reason: 'terms', account: 'act_1' }],
    [10, 'muster', 'hold.raised', { reason: 'terms', account: 'act_1' }],
  ]);
});

test('it is filtered by kind, job and client, and what belongs to no client belongs to each', () => {
  const db = memory();
  const [one, two] = [queue(db), queue(db)];
  addActivity(db, { at: 1, actor: 'user', kind: 'job.launched', jobId: one.jobId });
  addActivity(db, { at: 2, actor: 'user', kind: 'job.launched', jobId: two.jobId });
  addActivity(db, { at: 3, actor: 'user', kind: 'setting.changed' });
  const found = (filter: Partial<ActivityFilter>) => {
    const all = { ...ANY, ...filter };
    return [listActivity(db, all, ALL).map(({ at }) => at), countActivity(db, all)];
  };
  expect([
    found({}),
    found({ noun: 'job' }),
    found({ jobId: two.jobId }),
    found({ workspaceId: 1 }),
    listActivity(db, ANY, { ...ALL, beforeId: 3, limit: 1 }).map(({ at }) => at),
    listActivity(db, ANY, { ...ALL, afterId: 0, limit: 2 }).map(({ at }) => at),
  ]).toEqual([[[3, 2, 1], 3], [[2, 1], 2], [[2], 1], [[3, 1], 2], [2], [2, 1]]);
});

test('the egress log is searched in host, path and audience, and its sums are those of what was found', () => {
  const db = memory();
  const own = { at: 1, host: 'graph.facebook.com', method: 'GET', audience: null, keys: null, entries: 0 };
  logEgress(db, { ...own, path: '/v25.0/me', bytes: 10 });
  logEgress(db, { ...own, path: '/v25.0/77/users', audience: '77', keys: ['EMAIL'], entries: 5, bytes: 400 });
  logEgress(db, { ...own, path: '/v25.0/50%_/users', audience: '88', keys: ['FN', 'LN'], entries: 2, bytes: 90 });
  const found = (search: string, isUpload = false) => [
    listEgress(db, { search, isUpload }, ALL).map(({ id }) => id),
    sumEgress(db, { search, isUpload }),
  ];
  expect([found(''), found('', true), found(' 77'), found('GRAPH'), found('50%_'), found('nowhere')]).toEqual([
    [[3, 2, 1], { requests: 3, entries: 7, bytes: 500 }],
    [[3, 2], { requests: 2, entries: 7, bytes: 490 }],
    [[2], { requests: 1, entries: 5, bytes: 400 }],
    [[3, 2, 1], { requests: 3, entries: 7, bytes: 500 }],
    [[3], { requests: 1, entries: 2, bytes: 90 }],
    [[], { requests: 0, entries: 0, bytes: 0 }],
  ]);
});

test('activity goes with the rest of the history', () => {
  const db = memory();
  for (const at of [100, 200]) addActivity(db, { at, actor: 'user', kind: 'setting.changed' });
  while (deleteHistory(db, 200));
  expect(listActivity(db, ANY, ALL).map(({ at }) => at)).toEqual([200]);
});
