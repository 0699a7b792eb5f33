import { hasId, newestIds, usedAccounts } from '../../db/known.ts';
import type { ReadDb } from '../../db/open.ts';
import { text } from '../../preload/messages/text.ts';

/** The thing asked for is not there, or not any more. */
export class NotFoundError extends Error {
  readonly code = 'not_found';
}

/** What a person may name to pause, cancel or requeue. */
export interface Named {
  readonly scope?: string;
  readonly account?: string | undefined;
  readonly jobId?: number | undefined;
  readonly stepId?: number | undefined;
  readonly runId?: number | undefined;
  readonly batchId?: number | undefined;
}

const MOST_TOLD = 20;

/** Throws NotFoundError, with what there is instead, when something named does not exist. */
export function assertKnown(db: ReadDb, { account, jobId, stepId, runId, batchId }: Named): void {
  if (account !== undefined) {
    const accounts = usedAccounts(db);
    if (!accounts.includes(account)) throw notFound('ad_account', account, accounts);
  }
  for (const [table, id] of [
    ['job', jobId],
    ['step', stepId],
    ['run', runId],
    ['batch', batchId],
  ] as const) {
    if (id !== undefined && !hasId(db, table, id)) {
      throw notFound(table, String(id), newestIds(db, table, MOST_TOLD + 1));
    }
  }
}

function notFound(kind: string, id: string, known: readonly (string | number)[]): NotFoundError {
  const what = text(`queue.target.${kind}`, { id });
  if (known.length === 0) return new NotFoundError(text('queue.unknown.none', { what }));
  const more = known.length > MOST_TOLD ? ' …' : '';
  return new NotFoundError(text('queue.unknown', { what, known: `${known.slice(0, MOST_TOLD).join(', ')}${more}` }));
}
