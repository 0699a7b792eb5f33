import { type AuditAction, type AuditLine, isBlind, judge } from '#core/audit.ts';

import { connectionById, saveAccount } from '../../../db/workspaces.ts';
import type { Audit, AuditCheck, Light, NextAction } from '../../../preload/contract/audit.ts';
import { pageUrl } from '../../facebook/links.ts';
import type { Context } from '../context.ts';
import { NotFoundError } from '../known.ts';
import { type ReadFacts, readFacts } from './facts.ts';

export interface Audited {
  readonly audit: Audit;
  /** What it was judged by. */
  readonly read: ReadFacts;
}

/** The audits of this engine's life: the newest of each ad account is kept in memory. */
export interface Audits {
  /** Audits an ad account now, as auditAccount does. */
  run(order: { readonly connectionId: number; readonly account: string }): Promise<Audited>;
  /** By ad account. */
  list(): readonly Audit[];
}

export function createAudits(context: Context): Audits {
  const newest = new Map<string, Audit>();
  return {
    async run({ connectionId, account }) {
      const audited = await auditAccount(context, connectionId, account);
      newest.set(`${connectionId} ${account}`, audited.audit);
      return audited;
    },
    list: () => [...newest.values()].toSorted((a, b) => (a.account < b.account ? -1 : 1)),
  };
}

/**
 * Audits an ad account now, before a launch or on demand: reads only, nothing is changed. Never throws for Meta's or the network's sake:
 * what could not be read is `unknown`. Throws NotFoundError for a connection that does not exist.
 */
export async function auditAccount(context: Context, connectionId: number, account: string): Promise<Audited> {
  const connection = connectionById(context.db, connectionId);
  if (!connection) throw new NotFoundError(`Connection ${connectionId} does not exist.`);
  const read = await readFacts(context, connectionId, account);
  if (read.state.ok) saveAccount(context.db, connectionId, account, read.state.value.name);
  const lines = judge(read.facts);
  const businessId = read.state.ok ? (read.state.value.business?.id ?? null) : null;
  const graphUrl = connection.graph_url ?? context.ports.sandbox?.graphUrl ?? null;
  const checks = lines.map((line) => checkOf(line, { account, businessId }, graphUrl));
  const audit = {
    connectionId,
    account,
    accountName: read.accountName,
    person: read.person,
    at: read.facts.now,
    status: worstOf(checks.filter(({ id }) => id !== 'account_tasks').map(({ status }) => status)),
    isBlind: isBlind(read.facts),
    checks,
  };
  return { audit, read };
}

const WORST_FIRST: readonly Light[] = ['fail', 'warn', 'unknown', 'pass'];

/** The light of several together; `pass` when there are none. */
function worstOf(lights: readonly Light[]): Light {
  return WORST_FIRST.find((light) => lights.includes(light)) ?? 'pass';
}

function checkOf(
  { id, status, evidence, said, action }: AuditLine,
  of: { readonly account: string; readonly businessId: string | null },
  graphUrl: string | null,
): AuditCheck {
  return { id, status, evidence, said, action: action && actionOf(action, of, graphUrl) };
}

/** Where an action is done: a page of Meta's, or a screen of Muster's. */
function actionOf(
  action: AuditAction,
  of: { readonly account: string; readonly businessId: string | null },
  graphUrl: string | null,
): NextAction {
  const key = `audit.action.${action}`;
  switch (action) {
    case 'connect':
      return { key, url: '#/wizard/connect' };
    case 'update':
      return { key, url: '#/settings' };
    case 'login':
    case 'role':
    case 'portfolio':
    case 'overview':
    case 'billing':
    case 'quality':
    case 'terms_business':
    case 'terms_personal':
    case 'terms_value':
    case 'audiences':
    case 'tier':
      return { key, url: pageUrl(action, of, graphUrl) };
  }
}
