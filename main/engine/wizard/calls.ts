import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';

type Calls = Pick<
  Answers,
  | 'audiences.search'
  | 'audiences.lint'
  | 'drafts.list'
  | 'drafts.get'
  | 'drafts.save'
  | 'drafts.delete'
  | 'drafts.review'
  | 'drafts.launch'
>;

/** What answers the calls about audiences and jobs that are being set up. */
export function wizardAnswers(_context: Context, _wake: () => void): Calls {
  const notYet = (): never => {
    throw new Error('not built yet');
  };
  return {
    'audiences.search': notYet,
    'audiences.lint': notYet,
    'drafts.list': notYet,
    'drafts.get': notYet,
    'drafts.save': notYet,
    'drafts.delete': notYet,
    'drafts.review': notYet,
    'drafts.launch': notYet,
  };
}
