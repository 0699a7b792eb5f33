import { setTimeout as delay } from 'node:timers/promises';

import type { Answer } from './answers.ts';
import { accountTouched } from './audiences.ts';
import { answerGraph } from './graph.ts';
import type { GraphCall, Trouble } from './request.ts';
import type { World } from './world.ts';

/** What becomes of a call: an answer, a connection that is reset, or silence. */
export type Delivery = Answer | 'reset' | 'hang';

/**
 * Answers a call of the Graph API: from the replay file while it has a line for it, else by itself, through the faults that are on.
 * A call that a fault answers instead of Graph is not counted against the account's allowances.
 */
export async function deliver(world: World, call: GraphCall): Promise<Delivery> {
  countRequest(world, call);
  const replayed = world.replay.next(call);
  if (replayed !== undefined) return replayed;

  const account = accountTouched(world, call.path[0] ?? '');
  const about = { account: account?.number ?? '', tier: account?.tier ?? 'full' };
  let trouble: Trouble = {};
  let waitMs = 0;
  let answered: Delivery | undefined;
  let isReset = false;
  const changes: ((answer: Answer) => Answer)[] = [];
  for (const effect of world.faults.effectsOn(call, about)) {
    switch (effect.kind) {
      case 'instead':
        answered = effect.answer;
        break;
      case 'reset':
      case 'hang':
        answered = effect.kind;
        break;
      case 'reset_after':
        isReset = true;
        break;
      case 'wait':
        waitMs += effect.ms;
        break;
      case 'trouble':
        trouble = { ...trouble, ...effect.trouble };
        break;
      case 'change':
        changes.push(effect.change);
        break;
    }
  }
  const made = answered ?? answerGraph(world, { ...call, trouble });
  // After the work: a client that gives up waiting cannot know whether it was done.
  if (waitMs > 0) await delay(waitMs, undefined, { ref: false });
  if (isReset) return 'reset';
  return typeof made === 'string' ? made : changes.reduce((answer, change) => change(answer), made);
}

/** Counts by kind, `POST audience/users`: ids say nothing and would make a key of every audience. */
function countRequest({ requests }: World, { method, path }: GraphCall): void {
  const [first = '', ...edge] = path;
  const node = first.startsWith('act_') ? 'account' : /^\d+$/.test(first) ? 'audience' : first;
  const kind = `${method} ${[node, ...edge].join('/')}`;
  requests.set(kind, (requests.get(kind) ?? 0) + 1);
}
