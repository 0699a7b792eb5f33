import { expect, test, vi } from 'vitest';

import { createRefresher } from '../../renderer/refresher.ts';

test('a burst of events costs two readings, and the second begins after the last event', async () => {
  vi.useFakeTimers();
  const readings: number[] = [];
  let last = 0;
  const refresher = createRefresher(async () => {
    readings.push(last);
    await new Promise((resolve) => setTimeout(resolve, 30));
  });
  for (last = 1; last <= 50; last += 1) refresher.touch(['run', 7], 100);
  await vi.advanceTimersByTimeAsync(1000);
  expect(readings).toEqual([1, 51]);
  vi.useRealTimers();
});

test('subjects do not wait for each other, and a failed reading does not stop the next', async () => {
  vi.useFakeTimers();
  const readings: string[] = [];
  const refresher = createRefresher(([noun]) => {
    readings.push(String(noun));
    return Promise.reject(new Error('no answer'));
  });
  refresher.touch(['run'], 100);
  refresher.touch(['jobs'], 100);
  refresher.touch(['run'], 100);
  await vi.advanceTimersByTimeAsync(100);
  refresher.stop();
  refresher.touch(['run'], 100);
  await vi.advanceTimersByTimeAsync(1000);
  expect(readings).toEqual(['run', 'jobs', 'run']);
  vi.useRealTimers();
});
