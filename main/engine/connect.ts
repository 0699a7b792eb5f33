import { addActivity } from '../../db/activity.ts';
import { liftHoldsOfConnection, listHolds, postponeProbe } from '../../db/holds.ts';
import { setChosenIfNew } from '../../db/reachable-accounts.ts';
import {
  addConnection,
  addWorkspace,
  connectionById,
  connectionsOf,
  renewConnection,
  saveAccount,
  saveApp,
  saveHealth,
  workspaceByKind,
} from '../../db/workspaces.ts';
import type { HoldReason } from '../../preload/contract/holds.ts';
import { type Person, readAccount, whoAmI } from '../facebook/audiences.ts';
import { graphRoot, isLoopbackRoot } from '../facebook/client.ts';
import { type Context, newWorkspaceKey, sealSecret, sealToken } from './context.ts';
import { canProbe } from './probe.ts';
import { mayRead, noteUsage } from './quota.ts';

/** The real Graph API. */
export const FACEBOOK_URL = 'https://graph.facebook.com';

/** A token as it is to be stored. */
export interface NewToken {
  /** Root of the Graph API; null = the sandbox that the host embeds. */
  readonly root: string | null;
  readonly token: string;
  /** null = not known yet. */
  readonly person: Person | null;
  /** The app that the token was made with, where that was told. */
  readonly app: { readonly id: string; readonly secret: string | null; readonly configId: string | null } | null;
  /** The connection to renew, whoever the person is; null = that of the same person, else a new one. */
  readonly connectionId: number | null;
}

/**
 * Stores a token as a connection: the one of the same person, or of the same address, is renewed, keeps its jobs, and what was held
 * for the old token goes on. `graphUrl` null = the sandbox that the host embeds. An address on this computer is never a real
 * connection, so it lives in the sandbox workspace. Works offline: who the token belongs to is then learned later. Returns the
 * connection's id. Throws UnsafeTargetError.
 */
export async function connect(context: Context, graphUrl: string | null, token: string): Promise<number> {
  const { db, ports } = context;
  const root = graphUrl === null ? null : graphRoot(graphUrl);
  const called = root ?? ports.sandbox?.graphUrl;
  const found =
    called === undefined ? null : await whoAmI(ports.http, { graphUrl: called, token }, (call) => context.sent(call));
  const person = found?.person ?? null;
  const id = storeToken(context, { root, token, person, app: null, connectionId: null });
  if (found) noteUsage(context, id, null, found.answer.usage);
  if (person) saveHealth(db, id, { health: 'ok', trouble: null, said: null, checked_at: ports.clock.now() });
  return id;
}

/**
 * Writes a token down, sealed, and lets go on what was held for an old one. Jobs stay as they are. Returns the connection's id.
 * Throws UnsafeTargetError.
 */
export function storeToken(context: Context, given: NewToken): number {
  const { db, ports } = context;
  const { root, token, person, app } = given;
  const now = ports.clock.now();
  const workspaceId = workspaceOf(context, root === null || isLoopbackRoot(root));
  const known = connectionsOf(db, workspaceId).filter((c) => (c.graph_url === null) === (root === null));
  const same =
    given.connectionId === null
      ? (known.find((c) => person !== null && c.person_id === person.id) ??
        known.find((c) => c.graph_url === root && (person === null || c.person_id === null)))
      : connectionById(db, given.connectionId);
  const fields = {
    graph_url: root,
    person_id: person?.id ?? null,
    person_name: person?.name ?? null,
    sealed_token: sealToken(ports, token),
  };
  // A command line gives the same token with every run: what is known of it stays known.
  const isKnown = same !== undefined && same.graph_url === root && context.target(same.id)?.token === token;
  const id = db
    .transaction(() => {
      const stored = same?.id ?? addConnection(db, { ...fields, workspace_id: workspaceId, created_at: now });
      if (same) {
        if (!isKnown) renewConnection(db, same.id, fields, now);
        liftHoldsOfConnection(db, same.id, now);
        askSoon(context, same.id);
      }
      if (!isKnown) {
        const kind = same ? 'connection.renewed' : 'connection.added';
        addActivity(db, { at: now, actor: 'user', kind, workspaceId, facts: { person: person?.name ?? null } });
      }
      if (isKnown && !app) return stored;
      // A token of which only the person is known may be of another app than the one whose secret is known.
      const sealed_secret = app && app.secret !== null ? sealSecret(ports, app.secret) : null;
      saveApp(db, stored, { app_id: app?.id ?? null, config_id: app?.configId ?? null, sealed_secret });
      return stored;
    })
    .immediate();
  for (const event of ['connections.changed', 'holds.changed', 'status.changed'] as const) context.emit({ event });
  return id;
}

/** What is still held of a connection is asked about at once: another token, or another person, may have other rights. */
function askSoon({ db, ports }: Context, connectionId: number): void {
  for (const hold of listHolds(db)) {
    if (hold.connection_id === connectionId && canProbe(hold.reason as HoldReason)) {
      postponeProbe(db, hold.id, ports.clock.now(), hold.found);
    }
  }
}

/** The newest connection to a Graph root, or (null) to any, Meta's own before others; null when there is none. */
export function storedConnection({ db }: Context, graphUrl: string | null): number | null {
  const all = [false, true].flatMap((isSandbox) => {
    const workspace = workspaceByKind(db, isSandbox);
    return workspace ? connectionsOf(db, workspace.id) : [];
  });
  const usable = all.filter(
    (c) =>
      c.disconnected_at === null && c.graph_url !== null && (graphUrl === null || c.graph_url === graphRoot(graphUrl)),
  );
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
  setChosenIfNew(context.db, connectionId, account);
  context.emit({ event: 'connections.changed' });
  const target = context.target(connectionId);
  if (!target || !mayRead(context, connectionId, account)) return;
  const answer = await readAccount(context.ports.http, target, account, (call) => context.sent(call));
  noteUsage(context, connectionId, account, answer.usage);
  if (answer.facts) saveAccount(context.db, connectionId, account, answer.facts.name);
}
