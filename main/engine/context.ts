import { randomBytes } from 'node:crypto';

import type { Db } from '../../db/open.ts';
import { logEgress } from '../../db/reports.ts';
import { connectionById, type ConnectionRow, workspaceById } from '../../db/workspaces.ts';
import type { EngineEvent, EngineStatus } from '../../preload/contract/contract.ts';
import { type GraphTarget, type PreparedCall, proofOf } from '../facebook/client.ts';
import { type DurableWrite, durableWriter } from './durable-write.ts';
import type { Ports } from './ports.ts';
import { createReaders, type Readers } from './reader.ts';
import { createDrops, type Drops } from './sources/drops.ts';
import { open, seal } from './vault.ts';

/** What the parts of the engine share. */
export interface Context {
  readonly db: Db;
  readonly ports: Ports;
  readonly readers: Readers;
  /** Fires when the engine stops. */
  readonly signal: AbortSignal;
  /** Files that were dropped on a window. */
  readonly drops: Drops;
  /** Tells the listeners that a fact changed. */
  emit(event: EngineEvent): void;
  /** Why the database cannot be written just now; null when it can. */
  trouble(): EngineStatus['trouble'];
  noteTrouble(trouble: EngineStatus['trouble']): void;
  /** Makes a write that must not be lost: while the disk is full or the database locked it waits. Rejects when the engine stops. */
  readonly write: DurableWrite;
  /** The key of a workspace, unwrapped. */
  workspaceKey(workspaceId: number): Buffer;
  /** Where and as whom a connection calls; null when its sandbox does not run here, or it is disconnected. */
  target(connectionId: number): GraphTarget | null;
  /** To be called before a request leaves. Returns the id of its line in the egress log. */
  sent(
    call: PreparedCall,
    upload?: { readonly audience: string; readonly keys: readonly string[]; readonly entries: number },
  ): number;
}

/** Part of the seal of a workspace key. */
export const workspacePlace = 'workspace key';
const tokenPlace = 'token';
const secretPlace = 'app secret';

/** A new workspace key, wrapped for the database. */
export function newWorkspaceKey(ports: Ports): Buffer {
  return seal(ports.secrets.dataKey(), workspacePlace, [randomBytes(32)]);
}

/** A token as the database may hold it. */
export function sealToken(ports: Ports, token: string): Buffer {
  return seal(ports.secrets.dataKey(), tokenPlace, [Buffer.from(token)]);
}

/** An app's secret as the database, or memory, may hold it. */
export function sealSecret(ports: Ports, secret: string): Buffer {
  return seal(ports.secrets.dataKey(), secretPlace, [Buffer.from(secret)]);
}

/** Opens what sealSecret made. Throws SealError. */
export function openSecret(ports: Ports, sealed: Buffer): string {
  return open(ports.secrets.dataKey(), secretPlace, sealed).toString();
}

/** What a context is told by the engine around it, and tells it. */
export interface Surroundings extends Pick<Context, 'emit' | 'signal'> {
  /** The database turned out to be damaged. */
  onDamage(): void;
}

export function createContext(db: Db, ports: Ports, { emit, signal, onDamage }: Surroundings): Context {
  const keys = new Map<number, Buffer>();
  let trouble: EngineStatus['trouble'] = null;
  const noteTrouble: Context['noteTrouble'] = (now) => {
    trouble = now;
    emit({ event: 'status.changed' });
  };
  return {
    trouble: () => trouble,
    noteTrouble,
    write: durableWriter(ports, signal, { onTrouble: noteTrouble, onDamage }),
    db,
    ports,
    signal,
    readers: createReaders(),
    drops: createDrops(ports.clock, signal),
    emit,
    workspaceKey(workspaceId) {
      let key = keys.get(workspaceId);
      if (!key) {
        const workspace = workspaceById(db, workspaceId);
        if (!workspace) throw new Error(`workspace ${workspaceId} does not exist`);
        key = open(ports.secrets.dataKey(), workspacePlace, workspace.sealed_key);
        keys.set(workspaceId, key);
      }
      return key;
    },
    target(connectionId) {
      const connection: ConnectionRow | undefined = connectionById(db, connectionId);
      if (!connection) throw new Error(`connection ${connectionId} does not exist`);
      const graphUrl = connection.graph_url ?? ports.sandbox?.graphUrl;
      if (graphUrl === undefined || connection.disconnected_at !== null) return null;
      const token = open(ports.secrets.dataKey(), tokenPlace, connection.sealed_token).toString();
      const { sealed_secret: sealed } = connection;
      return { graphUrl, token, ...(sealed ? { proof: proofOf(token, openSecret(ports, sealed)) } : {}) };
    },
    sent({ host, method, path, bytes }, upload) {
      const { audience = null, keys: uploaded = null, entries = 0 } = upload ?? {};
      return logEgress(db, { at: ports.clock.now(), host, method, path, bytes, audience, keys: uploaded, entries });
    },
  };
}
