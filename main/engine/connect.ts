import { liftHoldsOfConnection } from '../../db/holds.ts';
import {
  addConnection,
  addWorkspace,
  connectionsOf,
  renewConnection,
  saveAccount,
  workspaceByKind,
} from '../../db/workspaces.ts';
import { readAccount, whoAmI } from '../facebook/audiences.ts';
import { graphRoot, isLoopbackRoot } from '../facebook/client.ts';
import { type Context, newWorkspaceKey, sealToken } from './context.ts';
import { mayRead, noteUsage } from './quota.ts';

/** The real Graph API. */
export const FACEBOOK_URL = 'https://graph.facebook.com';

/**
 * Stores a token as a connection: the one of the same person, or of the same address, is renewed, keeps its jobs, and what was held
 * for the old token goes on. `graphUrl` null = the sandbox that the host embeds. An address on this computer is never a real
 * connection, so it lives in the sandbox workspace. Works offline: who the token belongs to is then learned later. Returns the
 * connection's id. Throws UnsafeTargetError.
 */
export async function connect(context: Context, graphUrl: string | null, token: string): Promise<number> {
  const { db, ports } = context;
  const root = graphUrl === null ? null : graphRoot(graphUrl);
  const isSandbox = root === null || isLoopbackRoot(root);
  const workspaceId = workspaceOf(context, isSandbox);
  const called = root ?? ports.sandbox?.graphUrl;
  const found =
    called === undefined ? null : await whoAmI(ports.http, { graphUrl: called, token }, (call) => context.sent(call));
  const person = found?.person ?? null;
  const known = connectionsOf(db, workspaceId).filter((c) => (c.graph_url === null) === (root === null));
  const same =
    known.find((c) => person !== null && c.person_id === person.id) ??
    known.find((c) => c.graph_url === root && (person === null || c.person_id === null));
  const fields = {
    graph_url: root,
    person_id: person?.id ?? null,
    person_name: person?.name ?? null,
    sealed_token: sealToken(ports, token),
  };
  if (same) {
    renewConnection(db, same.id, fields);
    liftHoldsOfConnection(db, same.id, ports.clock.now());
    context.emit({ event: 'holds.changed' });
  }
  const id = same?.id ?? addConnection(db, { ...fields, workspace_id: workspaceId, created_at: ports.clock.now() });
  if (found) noteUsage(context, id, null, found.answer.usage);
  return id;
}

/** The newest connection to a Graph root, or (null) to any, Meta's own before others; null when there is none. */
export function storedConnection({ db }: Context, graphUrl: string | null): number | null {
  const all = [false, true].flatMap((isSandbox) => {
    const workspace = workspaceByKind(db, isSandbox);
    return workspace ? connectionsOf(db, workspace.id) : [];
  });
  const usable = all.filter((c) => c.graph_url !== null && (graphUrl === null || c.graph_url === graphRoot(graphUrl)));
  return usable[0]?.id ?? null;
}

function workspaceOf({ db, ports }: Context, isSandbox: boolean): number {
  return db
    .transaction(
      () =>
        workspaceByKind(db, isSandbox)?.id ??
        addWorkspace(
          db,
          isSandbox ? 'Sandbox' : 'My first client',
          isSandbox,
          newWorkspaceKey(ports),
          ports.clock.now(),
        ),
    )
    .immediate();
}

/** Remembers an ad account, with its name and tier when it can be read; a Graph root that does not tell it stops nobody. */
export async function rememberAccount(context: Context, connectionId: number, account: string): Promise<void> {
  saveAccount(context.db, connectionId, account, null);
  const target = context.target(connectionId);
  if (!target || !mayRead(context, connectionId, account)) return;
  const answer = await readAccount(context.ports.http, target, account, (call) => context.sent(call));
  noteUsage(context, connectionId, account, answer.usage);
  if (answer.facts) saveAccount(context.db, connectionId, account, answer.facts.name);
}
