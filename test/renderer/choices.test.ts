import { expect, test } from 'vitest';

import type { DraftSettings, StepChoice } from '../../preload/contract/wizard.ts';
import {
  isSaid,
  withAccount,
  withColumn,
  withConnection,
  withGuess,
  withSource,
} from '../../renderer/wizard/choices.ts';
import { EMPTY_SETTINGS, EMPTY_STEP } from '../../renderer/wizard/step-names.ts';

const existing: StepChoice['audience'] = { kind: 'existing', id: '23', name: 'Loyalty', isValueBased: false };

function draft(patch: Partial<DraftSettings>): DraftSettings {
  return { ...EMPTY_SETTINGS, ...patch };
}

test('another person sends: the ad account is chosen anew; the same one again changes nothing', () => {
  const settings = draft({ connectionId: 1, steps: [{ ...EMPTY_STEP, account: 'act_1', audience: existing }] });
  expect([withConnection(settings, 1), withConnection(settings, 2)]).toEqual([
    {},
    { connectionId: 2, steps: [EMPTY_STEP] },
  ]);
});

test('an audience that Meta has stays behind with its ad account', () => {
  const settings = draft({ steps: [{ ...EMPTY_STEP, account: 'act_1', audience: existing }] });
  expect([withAccount(settings, 'act_1'), withAccount(settings, 'act_2')]).toEqual([
    { steps: settings.steps },
    { steps: [{ ...EMPTY_STEP, account: 'act_2' }] },
  ]);
});

test('what is said of a column replaces what was said of it, and of no other; another list forgets it all', () => {
  const first = draft(withColumn(draft({ overrides: ['#10=EMAIL'] }), 0, 'FN'));
  const again = draft(withColumn(first, 0, null));
  const date = draft(withColumn(again, 1, 'DOB:DMY'));
  expect([first.overrides, again.overrides, date.overrides]).toEqual([
    ['#10=EMAIL', '#1=FN'],
    ['#10=EMAIL', '#1='],
    ['#10=EMAIL', '#1=', '#2=DOB:DMY'],
  ]);
  expect([isSaid(date, 0), isSaid(date, 2), isSaid(date, 9)]).toEqual([true, false, true]);
  expect(withGuess(date, 0)).toEqual({ overrides: ['#10=EMAIL', '#2=DOB:DMY'] });
  expect(withSource({ kind: 'file', sourceId: 3 }, 'a.csv')).toEqual({
    source: { kind: 'file', sourceId: 3 },
    sourceName: 'a.csv',
    sheet: null,
    overrides: [],
    savedMapping: null,
  });
});
