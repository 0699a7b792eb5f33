import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';
import { change } from './change.ts';
import { remove, restore } from './delete.ts';
import { duplicate } from './duplicate.ts';
import { runNow } from './run-now.ts';
import { add, changeKeys, move, remove as removeStep } from './steps.ts';

type JobCall =
  | 'runs.start'
  | `jobs.${'change' | 'duplicate' | 'delete' | 'restore'}`
  | `steps.${'add' | 'change' | 'move' | 'remove'}`;

/** What answers the calls that change jobs. `wake`: there is something to read. */
export function jobAnswers(context: Context, { wake }: { wake(): void }): Pick<Answers, JobCall> {
  return {
    'runs.start': ({ jobId }) => runNow(context, jobId, wake),
    'jobs.change': (order) => change(context, order),
    'jobs.duplicate': ({ jobId }) => duplicate(context, jobId),
    'jobs.delete': ({ jobId }) => remove(context, jobId, wake),
    'jobs.restore': ({ jobId }) => restore(context, jobId),
    'steps.add': (order) => add(context, order),
    'steps.change': (order) => changeKeys(context, order),
    'steps.move': (order) => move(context, order),
    'steps.remove': ({ stepId }) => removeStep(context, stepId),
  };
}
