import { type Environment, routeTo } from './proxy.ts';
import { extraAuthorities } from './trust.ts';

/** A setting of this computer's network that cannot be used: an event for the log, and the code that explains it. */
export interface NetworkProblem {
  readonly event: 'network.extra_ca_unreadable' | 'network.proxy_unusable';
  /** Of the file system, or the name of the variable; never an address or a path. */
  readonly code: string;
}

/** What is wrong with the settings in `env`; empty when all is well. Nothing is asked over the network. */
export function networkProblems(env: Environment, graphUrl: string): readonly NetworkProblem[] {
  const extra = extraAuthorities(env);
  const route = routeTo(new URL(graphUrl), env);
  return [
    ...(extra.kind === 'unreadable' ? [{ event: 'network.extra_ca_unreadable', code: extra.code } as const] : []),
    ...(route.kind === 'unusable' ? [{ event: 'network.proxy_unusable', code: route.variable } as const] : []),
  ];
}
