import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ACTIVITY_TABS, activityHref, JOB_TABS, jobHref, parseRoute, wizardHref } from '../../renderer/route.ts';
import { SHOWN_STEPS } from '../../renderer/wizard/step-names.ts';

test('an address of a job survives being written and read', () => {
  const id = fc.integer({ min: 1, max: 1e12 });
  const at = fc.record({
    tab: fc.constantFrom(...JOB_TABS),
    runId: fc.option(id),
    code: fc.option(fc.string({ minLength: 1 })),
  });
  fc.assert(
    fc.property(id, at, (jobId, place) => {
      expect(parseRoute(jobHref(jobId, place))).toEqual({ screen: 'job', jobId, ...place });
    }),
  );
});

test('an address of a log survives being written and read', () => {
  for (const tab of ACTIVITY_TABS)
    for (const jobId of [null, 7])
      expect(parseRoute(activityHref(tab, jobId))).toEqual({ screen: 'activity', tab, jobId });
});

test('what is not understood is the overview, or all jobs where a job is not named', () => {
  expect(
    ['', '#', '#/', '#/home', '#/nowhere', '#/jobs', '#/jobs/0', '#/jobs/x'].map((hash) => parseRoute(hash).screen),
  ).toEqual(['home', 'home', 'home', 'home', 'home', 'jobs', 'jobs', 'jobs']);
});

test('connections, terms and troubleshooting have addresses of their own', () => {
  expect(['#/accounts', '#/terms', '#/troubleshooting'].map(parseRoute)).toEqual([
    { screen: 'accounts' },
    { screen: 'terms' },
    { screen: 'troubleshooting' },
  ]);
});

test('an address of the wizard survives being written and read, and an unknown step is the first', () => {
  const wizard = { screen: 'wizard', draftId: null, sourceId: null };
  for (const step of SHOWN_STEPS) {
    expect(parseRoute(wizardHref(step))).toEqual({ ...wizard, step });
    expect(parseRoute(wizardHref(step, 7))).toEqual({ ...wizard, step, draftId: 7 });
  }
  expect(['#/wizard', '#/wizard/source?source=3', '#/wizard/schedule?draft=x'].map(parseRoute)).toEqual([
    { ...wizard, step: 'connect' },
    { ...wizard, step: 'source', sourceId: 3 },
    { ...wizard, step: 'schedule' },
  ]);
});
