import { expect, test } from 'vitest';

import { addActivity } from '../../db/activity.ts';
import { writeSetting } from '../../db/settings.ts';
import { watchErrors } from '../../main/engine/activity/alerts.ts';
import { createContext } from '../../main/engine/context.ts';
import { memory, queue } from '../db/setup.ts';
import { UNHEARD, world } from './fake-ports.ts';

const LOOK_MS = 2_000;

/** A run that is under way, whose people error one after another. */
function setup(alerts: 'off' | 'first' | 'every') {
  const q = queue(memory());
  const { ports, clock } = world();
  writeSetting(q.db, 'alerts', alerts);
  writeSetting(q.db, 'alert_every', 3);
  const context = createContext(q.db, ports, UNHEARD);
  const told = (): readonly unknown[] =>
    q.db.prepare("select json_extract(facts, '$.people') from activity where kind = 'alert.errored'").pluck().all();
  let watch = watchErrors(context);
  return {
    ...q,
    clock,
    told,
    restart: () => (watch = watchErrors(context)),
    async errored(people: number, reason = 'refused') {
      q.db
        .prepare(
          'insert into errored_reason (run_id, step_id, reason, people) values (?, ?, ?, ?) on conflict do update set people = excluded.people',
        )
        .run(q.runId, q.stepIds[0], reason, people);
      await clock.advance(LOOK_MS);
      watch.takeUp();
    },
  };
}

test.each([
  ['off', []],
  ['first', [2]],
  ['every', [4, 6, 11]],
] as const)('errored people are told as it is wished: %s', async (alerts, expected) => {
  const t = setup(alerts);
  for (const people of [2, 4, 5, 6, 11]) await t.errored(people);
  expect(t.told()).toEqual(expected);
});

test('whom somebody cancelled, or newer work took the place of, is no news', async () => {
  const t = setup('first');
  await t.errored(9, 'cancelled');
  await t.errored(9, 'superseded');
  expect(t.told()).toEqual([]);
});

test('what was told is not told again after a restart, and what an older run came to is not told at all', async () => {
  const t = setup('first');
  await t.errored(2);
  t.restart();
  await t.errored(3);
  expect(t.told()).toEqual([2]);
  addActivity(t.db, { at: 1, actor: 'user', kind: 'job.launched', jobId: t.jobId });
  t.db.prepare("delete from activity where kind = 'alert.errored'").run();
  t.db.prepare("update run set state = 'done_with_problems', ended_at = 1").run();
  t.restart();
  await t.errored(3);
  expect(t.told()).toEqual([]);
});
