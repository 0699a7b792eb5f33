import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';
import { assertKnown } from '../known.ts';
import { findPerson } from './find.ts';

/** What answers the search of one person. */
export function peopleAnswers(context: Context): Pick<Answers, 'people.find'> {
  return {
    'people.find'(order) {
      assertKnown(context.db, { jobId: order.jobId });
      return findPerson(context, order);
    },
  };
}
