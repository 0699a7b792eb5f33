import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import type { Audit } from '../../preload/contract/audit.ts';
import { useAsk } from '../engine.tsx';

export interface AuditRuns {
  /** Ad accounts that are read just now or wait for it. */
  readonly waiting: readonly string[];
  /** How many were asked for. */
  readonly total: number;
  readonly error: Error | null;
  readonly run: (accounts: readonly string[]) => void;
  readonly stop: () => void;
}

/** Audits ad accounts one after the other, as Meta's quota wants it; the rest is left out when one is refused or the page goes. */
export function useAuditRuns(connectionId: number): AuditRuns {
  const ask = useAsk();
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const [total, setTotal] = useState(0);
  const [error, setError] = useState<Error | null>(null);
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current = -1;
    },
    [],
  );
  const stop = (): void => {
    latest.current += 1;
    setWaiting([]);
  };
  const runAll = async (accounts: readonly string[], mine: number): Promise<void> => {
    for (const [place, account] of accounts.entries()) {
      const audit = await ask('audit.run', { connectionId, account });
      client.setQueryData<readonly Audit[]>(['audits'], (all = []) => [
        ...all.filter((each) => each.connectionId !== connectionId || each.account !== account),
        audit,
      ]);
      if (latest.current !== mine) return;
      setWaiting(accounts.slice(place + 1));
    }
  };
  const run = (accounts: readonly string[]): void => {
    latest.current += 1;
    const mine = latest.current;
    setError(null);
    setTotal(accounts.length);
    setWaiting(accounts);
    runAll(accounts, mine).catch((reason: unknown) => {
      if (latest.current !== mine) return;
      setWaiting([]);
      setError(reason instanceof Error ? reason : new Error(String(reason)));
    });
  };
  return { waiting, total, error, run, stop };
}
