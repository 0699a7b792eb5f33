import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';

type Calls = Pick<
  Answers,
  'files.list' | 'files.pick' | 'drops.begin' | 'drops.write' | 'sources.preview' | 'sources.row' | 'sources.count'
>;

/** What answers the calls about files, drops and their first rows. */
export function sourceAnswers(_context: Context): Calls {
  const notYet = (): never => {
    throw new Error('not built yet');
  };
  return {
    'files.list': notYet,
    'files.pick': notYet,
    'drops.begin': notYet,
    'drops.write': notYet,
    'sources.preview': notYet,
    'sources.row': notYet,
    'sources.count': notYet,
  };
}
