import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';
import { previewSchedule } from './times.ts';

/** What answers the calls about schedules. */
export function scheduleAnswers({ ports }: Context): Pick<Answers, 'schedules.preview'> {
  return { 'schedules.preview': ({ schedule }) => previewSchedule(schedule, ports.clock.now()) };
}
