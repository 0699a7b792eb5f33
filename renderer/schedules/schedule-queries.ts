import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type { Schedule, SchedulePreview } from '../../preload/contract/schedule.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';

const NOTHING: Schedule = { kind: 'hourly', minute: 0, zone: 'UTC' };

/** The next five runs of a schedule, or what is wrong with it, read again every minute; null = there is none. */
export function useSchedulePreview(schedule: Schedule | null): Reading<SchedulePreview> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['schedule', schedule],
    queryFn: () => ask('schedules.preview', { schedule: schedule ?? NOTHING }),
    enabled: schedule !== null,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}
