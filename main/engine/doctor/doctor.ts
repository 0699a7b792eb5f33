import { accountsAtWork, connectionOf, graphRoots } from '../../../db/diagnosis.ts';
import { type Doctor as Findings, Topic } from '../../../preload/contract/doctor.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Context } from '../context.ts';
import { NotFoundError } from '../known.ts';
import { examineComputer } from './computer.ts';
import { diagnose } from './diagnose.ts';

export interface DoctorQuestion {
  readonly topic?: Topic | undefined;
  readonly account?: string | undefined;
  readonly connectionId?: number | undefined;
}

/**
 * Runs the diagnoses of one topic or of all. Without an ad account, those of every ad account for which there are jobs, and this computer
 * too. Throws NotFoundError for an ad account that no connection knows.
 */
export async function runDoctor(
  context: Context,
  { topic, account, connectionId }: DoctorQuestion,
  isSender: boolean,
): Promise<Findings> {
  const { db, ports } = context;
  const topics = topic === undefined ? Topic.options : [topic];
  const wanted =
    account === undefined
      ? accountsAtWork(db)
      : [{ connection_id: connectionId ?? knownBy(context, account), account }];
  const accounts = [];
  // One after another: they share the app's quota.
  for (const { connection_id: id, account: act } of wanted) accounts.push(await diagnose(context, id, act, topics));
  const roots = graphRoots(db).flatMap((root) => root ?? ports.sandbox?.graphUrl ?? []);
  const computer = account === undefined ? await examineComputer(context, roots, isSender) : [];
  return { at: ports.clock.now(), computer, accounts };
}

function knownBy({ db }: Context, account: string): number {
  const id = connectionOf(db, account);
  if (id !== null) return id;
  const what = text('queue.target.ad_account', { id: account });
  const known = [...new Set(accountsAtWork(db).map((one) => one.account))].join(', ');
  throw new NotFoundError(known === '' ? text('queue.unknown.none', { what }) : text('queue.unknown', { what, known }));
}
