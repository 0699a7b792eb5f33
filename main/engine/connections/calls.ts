import type { ConnectResult } from '../../../preload/contract/connections.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';
import { NotFoundError } from '../known.ts';
import { accountList, chooseAccounts, disconnect } from './accounts.ts';
import type { Attempts } from './attempts.ts';
import { connectionFact, connectionFacts } from './facts.ts';
import { checkConnection } from './health.ts';

type ConnectionCalls = Pick<Answers, Extract<keyof Answers, `connections.${string}`>>;

/** The calls about connections. `wake` lets the sender look at once at what may go on. */
export function connectionAnswers(context: Context, attempts: Attempts, wake: () => void): ConnectionCalls {
  const { ports } = context;
  /** Whatever was held for a token may go on now. */
  const woken = <T>(value: T): T => {
    wake();
    return value;
  };
  return {
    'connections.list': () => connectionFacts(context),
    'connections.begin': (order) => attempts.begin(order),
    'connections.attempt': ({ attemptId }) => attempts.attempt(attemptId),
    'connections.finish': async ({ attemptId, address }) => woken(await attempts.finish(attemptId, address)),
    'connections.cancel': ({ attemptId, because }) => attempts.cancel(attemptId, because),
    'connections.paste': async (order) => woken(await attempts.paste(order)),
    async 'connections.sandbox'(): Promise<ConnectResult> {
      const token = ports.sandbox?.accessToken;
      if (token === undefined) throw new NotFoundError(text('connections.no_sandbox'));
      return woken(await attempts.paste({ token, graph: 'sandbox' }));
    },
    async 'connections.check'({ connectionId }) {
      connectionFact(context, connectionId);
      await checkConnection(context, connectionId);
      return connectionFact(context, connectionId);
    },
    'connections.accounts': (order) => accountList(context, order),
    'connections.choose': ({ connectionId, accounts }) => woken(chooseAccounts(context, connectionId, accounts)),
    'connections.disconnect': (order) => disconnect(context, order),
  };
}
