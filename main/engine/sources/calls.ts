import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';
import { createCounts } from './counts.ts';
import { createFiles } from './files.ts';
import { createPreviews } from './previews.ts';
import { forgetSaved } from './saved-mappings.ts';

type Calls = Pick<
  Answers,
  | 'files.list'
  | 'files.pick'
  | 'drops.begin'
  | 'drops.write'
  | 'sources.preview'
  | 'sources.row'
  | 'sources.count'
  | 'mappings.forget'
>;

/** What answers the calls about files, drops and their first rows. */
export function sourceAnswers(context: Context): Calls {
  const { drops } = context;
  const files = createFiles(context.db);
  const previews = createPreviews(context);
  const counts = createCounts(context);
  return {
    'files.list': ({ folderId }) => files.list(folderId),
    'files.pick': ({ fileId }) => files.pick(fileId),
    'drops.begin': ({ name, bytes, head }) => drops.begin({ name, bytes, head: Buffer.from(head, 'base64') }),
    'drops.write': ({ dropId, seq, data, isLast }) =>
      drops.write({ dropId, seq, data: Buffer.from(data, 'base64'), isLast }),
    'sources.preview': (reading) => previews.preview(reading),
    'sources.row': (order) => previews.row(order),
    'sources.count': (reading) => counts.count(reading),
    'mappings.forget': (ref) => ({ forgotten: forgetSaved(context, ref) }),
  };
}
