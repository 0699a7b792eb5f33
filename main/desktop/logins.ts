import type { BrowserWindow } from 'electron';

import type { Reply } from '../../preload/contract/contract.ts';
import type { TermsWindowOrder } from '../../preload/contract/desktop.ts';
import type { EngineHost } from './engine-host.ts';
import { isLoginEnd, sandboxOf } from './meta-hosts.ts';
import { metaSession, openMetaWindow } from './meta-window.ts';

/** The windows in which people log in at Meta's and sign its terms. */
export interface Logins {
  openLogin(attemptId: string): Promise<Reply<null>>;
  openTerms(order: TermsWindowOrder): Promise<Reply<null>>;
  /** A connection is gone: nobody stays logged in for it. */
  forget(connectionId: number): Promise<void>;
}

const DONE: Reply<null> = { ok: true, value: null };
const NOT_WAITING: Reply<null> = { ok: false, code: 'not_found', message: 'This login has ended.' };
const NO_PAGE: Reply<null> = { ok: false, code: 'not_found', message: 'There is no such page of terms.' };

/**
 * Each login begins in a partition of its own, in which nobody is logged in yet; the connection that comes of it keeps that partition
 * for its terms, as long as the app runs.
 */
export function createLogins(engine: EngineHost, parent: BrowserWindow): Logins {
  const partitions = new Map<number, string>();
  const logins = new Map<string, BrowserWindow>();
  const terms = new Map<number, Set<BrowserWindow>>();

  async function finish(attemptId: string, partition: string, address: string): Promise<void> {
    const ended = await engine.call('connections.finish', { attemptId, address });
    if (ended.ok && ended.value.state === 'done') await keep(ended.value.connectionId, partition);
    else await cancel(attemptId);
  }

  async function keep(connectionId: number, partition: string): Promise<void> {
    if (partitions.get(connectionId) !== partition) await forget(connectionId);
    partitions.set(connectionId, partition);
  }

  async function cancel(attemptId: string): Promise<void> {
    // Changes nothing about a login that has ended otherwise.
    await engine.call('connections.cancel', { attemptId, because: 'window_closed' });
  }

  async function forget(connectionId: number): Promise<void> {
    const partition = partitions.get(connectionId);
    partitions.delete(connectionId);
    for (const window of terms.get(connectionId) ?? []) window.close();
    if (partition !== undefined) await metaSession(partition).clearStorageData();
  }

  // A login that was cancelled in the page, or took too long, needs its window no more.
  engine.onEvent(({ event }) => {
    if (event !== 'status.changed') return;
    for (const [attemptId, window] of logins) void closeEnded(attemptId, window);
  });

  async function closeEnded(attemptId: string, window: BrowserWindow): Promise<void> {
    const attempt = await engine.call('connections.attempt', { attemptId });
    const isOver = attempt.ok ? attempt.value.state !== 'waiting' : attempt.code === 'not_found';
    if (isOver && !window.isDestroyed()) window.close();
  }

  return {
    async openLogin(attemptId) {
      const open = logins.get(attemptId);
      if (open) {
        open.focus();
        return DONE;
      }
      const attempt = await engine.call('connections.attempt', { attemptId });
      if (!attempt.ok) return attempt;
      if (attempt.value.state !== 'waiting') return NOT_WAITING;
      const { url, redirectUri } = attempt.value;
      const sandbox = sandboxOf(url);
      const partition = `login-${attemptId}`;
      let isEnded = false;
      const window = openMetaWindow({
        url,
        partition,
        parent,
        sandbox,
        isEnd(address) {
          if (!isLoginEnd(address, redirectUri, sandbox)) return false;
          // The same address is told once more when the window has come there.
          if (!isEnded) void finish(attemptId, partition, address);
          isEnded = true;
          return true;
        },
        onClosed() {
          logins.delete(attemptId);
          if (!isEnded) void cancel(attemptId);
        },
      });
      logins.set(attemptId, window);
      return DONE;
    },
    async openTerms({ connectionId, account, page }) {
      const list = await engine.call('terms.list', { connectionId });
      if (!list.ok) return list;
      const known = list.value.accounts.find((one) => one.account === account);
      const url = known?.pages.find((one) => one.page === page)?.url;
      if (url === undefined) return NO_PAGE;
      const partition = partitions.get(connectionId) ?? `connection-${connectionId}`;
      partitions.set(connectionId, partition);
      const open = terms.get(connectionId) ?? new Set();
      terms.set(connectionId, open);
      const window = openMetaWindow({
        url,
        partition,
        parent,
        sandbox: sandboxOf(url),
        isEnd: () => false,
        onClosed: () => open.delete(window),
      });
      open.add(window);
      return DONE;
    },
    forget,
  };
}
