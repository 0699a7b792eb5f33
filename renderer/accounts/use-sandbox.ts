import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { ConnectResult } from '../../preload/contract/connections.ts';
import { useAsk } from '../engine.tsx';
import { useCommand } from './command.ts';
import type { Command } from './command.ts';

type Failed = Extract<ConnectResult, { readonly state: 'failed' }>;

/** Connects to the practice copy of Meta by one press. */
export function useSandbox(
  onConnected: (connectionId: number) => void,
): Command<[]> & { readonly failed: Failed | null } {
  const ask = useAsk();
  const client = useQueryClient();
  const [failed, setFailed] = useState<Failed | null>(null);
  const command = useCommand(async () => {
    const result = await ask('connections.sandbox', {});
    setFailed(result.state === 'failed' ? result : null);
    if (result.state === 'failed') return;
    await client.invalidateQueries({ queryKey: ['connections'] });
    onConnected(result.connectionId);
  });
  return { ...command, failed };
}
