import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Input, Output } from '../../preload/contract/contract.ts';
import { createDraftKeeper } from '../../renderer/wizard/draft-keeper.ts';
import { EMPTY_SETTINGS } from '../../renderer/wizard/step-names.ts';

type Save = Input<'drafts.save'>;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A keeper of a new draft over an engine that answers when it is told to. */
function setup() {
  const orders: Save[] = [];
  const made: number[] = [];
  const answers: ((error?: Error) => void)[] = [];
  const keeper = createDraftKeeper({ draftId: null, settings: EMPTY_SETTINGS, savedAt: null }, 'connect', {
    onMade: (id) => made.push(id),
    save: (order) =>
      new Promise<Output<'drafts.save'>>((resolve, reject) => {
        orders.push(order);
        answers.push((error) =>
          error
            ? reject(error)
            : resolve({
                id: 7,
                place: order.place,
                settings: EMPTY_SETTINGS,
                createdAt: 1,
                savedAt: 100 + orders.length,
                isSourceGone: false,
              }),
        );
      }),
  });
  const answer = async (error?: Error): Promise<void> => {
    answers.shift()?.(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { keeper, orders, made, answer, said: () => orders.map(({ draftId, settings }) => [draftId, settings.name]) };
}

test('choices made in quick succession are one save, which is within 300 ms and makes the draft', async () => {
  const t = setup();
  t.keeper.change({ name: 'a' });
  await vi.advanceTimersByTimeAsync(100);
  t.keeper.change({ name: 'ab' });
  await vi.advanceTimersByTimeAsync(300);
  expect([t.said(), t.keeper.now().isDirty]).toEqual([[[undefined, 'ab']], false]);
  await t.answer();
  expect([t.made, t.keeper.now().draftId, t.keeper.now().savedAt]).toEqual([[7], 7, 101]);
});

test('a choice made while another is being saved is saved after it, into the same draft', async () => {
  const t = setup();
  t.keeper.change({ name: 'a' });
  await vi.advanceTimersByTimeAsync(300);
  t.keeper.change({ name: 'b' });
  await vi.advanceTimersByTimeAsync(300);
  expect(t.said()).toEqual([[undefined, 'a']]);
  await t.answer();
  expect(t.said()).toEqual([
    [undefined, 'a'],
    [7, 'b'],
  ]);
  await t.answer();
  expect([t.made, t.keeper.now().isDirty]).toEqual([[7], false]);
});

test('leaving saves at once, and nothing where nothing was chosen', async () => {
  const t = setup();
  await t.keeper.flush();
  t.keeper.open('terms');
  await vi.advanceTimersByTimeAsync(1000);
  expect(t.orders).toEqual([]);
  t.keeper.change({ name: 'a' });
  const done = t.keeper.flush();
  expect(t.orders.map(({ place }) => place)).toEqual(['terms']);
  await t.answer();
  await done;
});

test('the step that is open is kept with a draft that exists', async () => {
  const t = setup();
  t.keeper.change({ name: 'a' });
  await vi.advanceTimersByTimeAsync(300);
  await t.answer();
  t.keeper.open('map');
  await vi.advanceTimersByTimeAsync(300);
  expect(t.orders.map(({ place }) => place)).toEqual(['connect', 'map']);
});

test('a refused save is told, keeps the choice, and is tried again with the next one', async () => {
  const t = setup();
  t.keeper.change({ name: 'a' });
  await vi.advanceTimersByTimeAsync(300);
  await t.answer(new Error('locked'));
  expect([t.keeper.now().error?.message, t.keeper.now().isDirty, t.keeper.now().settings.name]).toEqual([
    'locked',
    true,
    'a',
  ]);
  t.keeper.change({ country: 'GB' });
  await vi.advanceTimersByTimeAsync(300);
  await t.answer();
  expect([t.keeper.now().error, t.keeper.now().draftId, t.orders.at(-1)?.settings.name]).toEqual([null, 7, 'a']);
});
