import { addActivity } from '../../../db/activity.ts';
import { raiseHold } from '../../../db/holds.ts';
import { pauseDisconnected, resumeReconnected } from '../../../db/pauses.ts';
import {
  reachableAccounts,
  type ReachableAccountRow,
  saveReachable,
  setChosen,
} from '../../../db/reachable-accounts.ts';
import { connectionById, disconnect as forgetToken, saveAccount } from '../../../db/workspaces.ts';
import type {
  AccountList,
  Disconnected,
  DisconnectOrder,
  ReachableAccount,
} from '../../../preload/contract/connections.ts';
import { text } from '../../../preload/messages/text.ts';
import { type AdAccount, listAdAccounts } from '../../facebook/ad-accounts.ts';
import { connectFailureOf } from '../../facebook/oauth.ts';
import { revoke } from '../../facebook/token.ts';
import type { Context } from '../context.ts';
import { noteUsage } from '../quota.ts';
import { connectionFact } from './facts.ts';

/** The ad accounts of a connection: as Meta lists them now when that is wanted or it never did, else as it did last. Throws NotFoundError. */
export async function accountList(
  context: Context,
  {
    connectionId,
    refreshes,
    search,
  }: { readonly connectionId: number; readonly refreshes: boolean; readonly search: string },
): Promise<AccountList> {
  const { listedAt: before } = connectionFact(context, connectionId).accounts;
  const failed = refreshes || before === null ? await refresh(context, connectionId) : null;
  const rows = reachableAccounts(context.db, connectionId).map(accountOf);
  return {
    accounts: rows.filter((row) => matches(row, search)),
    total: rows.length,
    listedAt: connectionFact(context, connectionId).accounts.listedAt,
    failed,
  };
}

async function refresh(context: Context, connectionId: number): Promise<AccountList['failed']> {
  const { db, ports } = context;
  const target = context.target(connectionId);
  if (!target) return { reason: 'offline', said: text('connections.out_of_reach') };
  const listed = await listAdAccounts(ports.http, target, (call) => void context.sent(call));
  noteUsage(context, connectionId, null, listed.ok ? listed.answer.usage : listed.usage);
  if (!listed.ok) return { reason: connectFailureOf(listed), said: listed.evidence.said };
  saveReachable(db, connectionId, listed.value.map(rowOf), ports.clock.now());
  for (const event of ['connections.changed', 'status.changed'] as const) context.emit({ event });
  return null;
}

function rowOf(listed: AdAccount): Omit<ReachableAccountRow, 'connection_id' | 'is_chosen' | 'listed_at'> {
  const json = (value: object | null): string | null => value && JSON.stringify(value);
  return {
    account: listed.account,
    name: listed.name,
    status: listed.status,
    disable_reason: listed.disableReason,
    currency: listed.currency,
    timezone: listed.timezone,
    business_id: listed.business?.id ?? null,
    business_name: listed.business?.name ?? null,
    tasks: json(listed.tasks),
    terms: json(listed.terms),
    person_terms: json(listed.personTerms),
  };
}

function accountOf(row: ReachableAccountRow): ReachableAccount {
  const tasks = row.tasks === null ? null : (JSON.parse(row.tasks) as readonly string[]);
  return {
    account: row.account,
    name: row.name,
    status: statusOf(row.status),
    statusCode: row.status,
    disableReason: row.disable_reason,
    currency: row.currency,
    timezone: row.timezone,
    business: row.business_id === null ? null : { id: row.business_id, name: row.business_name },
    tasks,
    canAdvertise: tasks && tasks.some((task) => task === 'MANAGE' || task === 'ADVERTISE'),
    isChosen: row.is_chosen === 1,
    isListed: row.listed_at !== null,
  };
}

/** Advice on Meta's `account_status` (meta-api.md 4). */
function statusOf(status: number | null): ReachableAccount['status'] {
  if (status === null) return 'unknown';
  if (status === 1) return 'active';
  if ([3, 7, 8, 9].includes(status)) return 'warning';
  return [2, 100, 101].includes(status) ? 'blocked' : 'unknown';
}

function matches({ account, name, business }: ReachableAccount, search: string): boolean {
  const wanted = search.trim().toLocaleLowerCase();
  return [account, name, business?.name, business?.id].some((part) => part?.toLocaleLowerCase().includes(wanted));
}

/**
 * From now on exactly these ad accounts are worked with. Jobs of those that fall out pause, and those of an account that comes back go on.
 * Throws NotFoundError.
 */
export function chooseAccounts(
  context: Context,
  connectionId: number,
  accounts: readonly string[],
): { readonly chosen: number; readonly pausedJobs: number } {
  const { db, ports } = context;
  const person = connectionFact(context, connectionId).person.name;
  const wanted = new Set(accounts);
  let pausedJobs = 0;
  db.transaction(() => {
    const before = new Map(reachableAccounts(db, connectionId).map((row) => [row.account, row]));
    for (const { account, is_chosen: isChosen } of before.values()) {
      if (isChosen === 0 || wanted.has(account)) continue;
      setChosen(db, connectionId, account, false);
      pausedJobs += pauseDisconnected(db, connectionId, account, ports.clock.now());
    }
    for (const account of wanted) {
      setChosen(db, connectionId, account, true);
      saveAccount(db, connectionId, account, before.get(account)?.name ?? null);
      resumeReconnected(db, connectionId, account);
    }
    tell(context, connectionId, 'account.chosen', { accounts: wanted.size, person });
  }).immediate();
  changed(context);
  return { chosen: wanted.size, pausedJobs };
}

/**
 * Disconnects one ad account, whose jobs pause; or a whole connection: its token and secret are destroyed, and its jobs are held until
 * somebody connects again. What Meta says about taking the permissions back keeps nothing from being disconnected here. Throws
 * NotFoundError.
 */
export async function disconnect(
  context: Context,
  { connectionId, account, revokes }: DisconnectOrder,
): Promise<Disconnected> {
  const { db, ports } = context;
  const facts = connectionFact(context, connectionId);
  const now = ports.clock.now();
  if (account !== null) {
    const jobs = db
      .transaction(() => {
        setChosen(db, connectionId, account, false);
        tell(context, connectionId, 'account.disconnected', { account, person: facts.person.name });
        return pauseDisconnected(db, connectionId, account, now);
      })
      .immediate();
    changed(context);
    return { jobs, isRevoked: null, said: null };
  }
  const revoked = revokes ? await takeBack(context, connectionId) : { isRevoked: null, said: null };
  db.transaction(() => {
    forgetToken(db, connectionId, now);
    tell(context, connectionId, 'connection.disconnected', { person: facts.person.name });
    if (facts.jobs === 0) return;
    raiseHold(
      db,
      {
        scope: 'connection',
        connectionId,
        account: '',
        stepId: null,
        reason: 'token',
        code: null,
        subcode: null,
        said: text('connections.disconnected'),
      },
      now,
    );
  }).immediate();
  ports.log.info('connection.disconnected', {});
  changed(context);
  return { jobs: facts.jobs, ...revoked };
}

async function takeBack(context: Context, connectionId: number): Promise<Pick<Disconnected, 'isRevoked' | 'said'>> {
  const target = context.target(connectionId);
  if (!target) return { isRevoked: false, said: text('connections.out_of_reach') };
  const answer = await revoke(context.ports.http, target, (call) => void context.sent(call));
  noteUsage(context, connectionId, null, answer.usage);
  return { isRevoked: answer.ok, said: answer.evidence.said };
}

function tell(
  { db, ports }: Context,
  connectionId: number,
  kind: 'account.chosen' | 'account.disconnected' | 'connection.disconnected',
  facts: Readonly<Record<string, string | number | null>>,
): void {
  const workspaceId = connectionById(db, connectionId)?.workspace_id ?? null;
  addActivity(db, { at: ports.clock.now(), actor: 'user', kind, workspaceId, facts });
}

function changed(context: Context): void {
  for (const event of ['connections.changed', 'status.changed', 'jobs.changed', 'holds.changed'] as const)
    context.emit({ event });
}
