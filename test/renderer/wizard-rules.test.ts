import { expect, test } from 'vitest';

import type { PreviewColumn, PreviewRow } from '../../preload/contract/sources.ts';
import { type DraftSettings, DraftSettings as Settings, PURPOSES } from '../../preload/contract/wizard.ts';
import { estimateOf } from '../../renderer/wizard/estimate.ts';
import { fieldsIn, isMatched, rowsWithout, strayKeys, switched } from '../../renderer/wizard/keys.ts';
import { newAudience, withPurpose } from '../../renderer/wizard/purpose.ts';
import { droppedCells, placesOf, requestBody, shortened } from '../../renderer/wizard/row-places.ts';

function settings(patch: Partial<DraftSettings> = {}): DraftSettings {
  return { ...Settings.parse({}), ...patch };
}

function column(key: string | null, valid = 400, filled = valid): PreviewColumn {
  return { index: 0, column: `the ${key ?? 'rest'}`, key, confidence: 1, dateOrder: null, filled, valid };
}

const COLUMNS = [
  column('EMAIL', 300),
  column('EMAIL', 20, 40),
  column('DOB', 90),
  column('LOOKALIKE_VALUE'),
  column(null),
];

test('a starting point sets what it is about, and another takes back only what the one before had set', () => {
  const audienceOf = (now: DraftSettings) => now.steps[0]?.audience;
  const suppressed = { ...settings(), ...withPurpose(settings(), 'suppression') };
  const seeded = { ...suppressed, ...withPurpose(suppressed, 'lookalike_seed') };
  expect([audienceOf(suppressed), audienceOf(seeded)]).toEqual([
    newAudience('', 'suppression'),
    newAudience('', 'lookalike_seed'),
  ]);
  expect(newAudience('VIP', 'suppression')).toMatchObject({ name: 'VIP', isExclusionOnly: true, labels: [] });
  const own = settings({
    steps: [
      { account: null, action: 'add', keys: null, audience: { ...newAudience('VIP', null), labels: ['AT_RISK'] } },
    ],
  });
  expect(audienceOf({ ...own, ...withPurpose(own, 're_engage') })).toMatchObject({ name: 'VIP', labels: ['AT_RISK'] });
});

test('a starting point leaves an audience that Meta has as it is', () => {
  const audience = { kind: 'existing', id: '23', name: 'VIP', isValueBased: false } as const;
  const before = settings({ steps: [{ account: 'act_1', audience, action: 'remove', keys: null }] });
  expect(PURPOSES.map((purpose) => withPurpose(before, purpose).steps)).toEqual(PURPOSES.map(() => before.steps));
});

test('columns of one key are one field, a date of birth is one of three keys, a value is none', () => {
  expect(fieldsIn(COLUMNS)).toEqual([
    { name: 'EMAIL', keys: ['EMAIL'], columns: ['the EMAIL', 'the EMAIL'], filled: 300, valid: 300 },
    { name: 'DOB', keys: ['DOBY', 'DOBM', 'DOBD'], columns: ['the DOB'], filled: 90, valid: 90 },
  ]);
});

test('all fields are no list, so that a column mapped later is matched too; switching twice changes nothing', () => {
  const fields = fieldsIn(COLUMNS);
  const without = switched(fields, null, 'DOB');
  expect([without, switched(fields, without, 'DOB'), switched(fields, without, 'EMAIL')]).toEqual([
    ['EMAIL'],
    null,
    [],
  ]);
  expect(fields.map((field) => isMatched(field, without))).toEqual([true, false]);
  expect(strayKeys(fields, ['EMAIL', 'PHONE', 'LOOKALIKE_VALUE'])).toEqual(['PHONE']);
});

test('how many rows have none of some fields is told as far as counting field by field can tell', () => {
  const [email, birth] = fieldsIn(COLUMNS);
  if (!email || !birth) throw new Error('two fields are mapped');
  expect([
    rowsWithout([email, birth], 500, 7, true),
    rowsWithout([email], 500, 7, false),
    rowsWithout([email, birth], 500, 7, false),
    rowsWithout([], 500, 7, false),
  ]).toEqual([
    { least: 7, most: 7 },
    { least: 200, most: 200 },
    { least: 110, most: 200 },
    { least: 500, most: 500 },
  ]);
});

test('a request holds 10,000 people; on the limited tier only twenty go at once', () => {
  expect([
    estimateOf(0, 'full'),
    estimateOf(30_412, null),
    estimateOf(300_000, 'full'),
    estimateOf(300_000, 'limited'),
  ]).toEqual([
    { requests: 0, ms: 0 },
    { requests: 4, ms: 20_000 },
    { requests: 30, ms: 150_000 },
    { requests: 30, ms: 250_000 },
  ]);
});

const HASH = 'b78936ee51'.padEnd(60, '0') + '52ab';
const ROW: PreviewRow = {
  line: 7,
  rows: 500,
  cells: [
    { index: 0, column: 'Mail', raw: ' A@B.co', key: 'EMAIL', normalized: 'a@b.co', action: 'hash', problem: null },
    { index: 1, column: 'Born', raw: '3.11.1986', key: 'DOB', normalized: '1986-11-03', action: 'hash', problem: null },
    { index: 2, column: 'Tel', raw: '12', key: 'PHONE', normalized: null, action: 'drop', problem: 'phone_too_short' },
    { index: 3, column: 'Fax', raw: '', key: 'PHONE', normalized: null, action: 'drop', problem: 'blank' },
    { index: 4, column: 'Notes', raw: 'x', key: null, normalized: null, action: 'none', problem: null },
    { index: 5, column: 'Id', raw: 'C-1', key: 'EXTERN_ID', normalized: 'C-1', action: 'as_is', problem: null },
  ],
  schema: ['EMAIL', 'DOBY', 'EXTERN_ID'],
  entries: [[HASH, HASH, 'C-1']],
  normalized: ['a@b.co', '1986', 'C-1'],
  notSent: null,
};

test('each place of the request is shown with the cell that fills it; of what is not sent only cells that hold something', () => {
  expect(placesOf(ROW).map(({ key, raw, normalized, sent }) => [key, raw, normalized, shortened(sent)])).toEqual([
    ['EMAIL', ' A@B.co', 'a@b.co', 'b78936ee…52ab'],
    ['DOBY', '3.11.1986', '1986', 'b78936ee…52ab'],
    ['EXTERN_ID', 'C-1', 'C-1', 'C-1'],
  ]);
  expect(droppedCells(ROW).map(({ column: name }) => name)).toEqual(['Tel']);
});

test('the request that is shown holds hashes and ids alone', () => {
  expect(requestBody(ROW)).toEqual({
    session: { session_id: 1, batch_seq: 1, last_batch_flag: true, estimated_num_total: 1 },
    payload: { schema: ROW.schema, data: ROW.entries },
  });
  expect(JSON.stringify(requestBody(ROW))).not.toMatch(/a@b\.co|1986/i);
});
