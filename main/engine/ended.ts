import type { QueueTarget, Requeued, RequeueOrder } from '../../preload/contract/queue.ts';
import type { Context } from './context.ts';

export function cancel(_context: Context, _target: QueueTarget, _wake: () => void): { readonly people: number } {
  throw new Error('not yet');
}

export function requeue(_context: Context, _order: RequeueOrder, _wake: () => void): Requeued {
  throw new Error('not yet');
}
