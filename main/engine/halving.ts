import { partsOf } from '#core/parts.ts';

import { attemptsOf, type ReadyBatch, settleBatch } from '../../db/batches.ts';
import { familyOf, forgetRefusals, halvingRequests, refusedFamilies, splitBatch } from '../../db/families.ts';
import { hasLifted } from '../../db/holds.ts';
import { hold } from './answers.ts';
import { peopleOf } from './batch-people.ts';
import type { Context } from './context.ts';
import { allErrored } from './settle.ts';

/** Requests that finding the bad rows of one original batch may cost (DESIGN section 5). */
const MOST_REQUESTS = 64;
/** Quarters: when all of them are refused alike, it is no single row's fault. */
const QUARTERS = 2;

/**
 * Decides what becomes of batches whose data Meta refused: halved until the culprit stands alone, Errored with its lines, or, when every
 * quarter was refused alike, held, because then the settings are wrong. Safe to repeat after a crash: it looks at what is stored only.
 */
export function halveRefused(context: Context): void {
  for (const rootId of refusedFamilies(context.db)) {
    context.db.transaction(() => decide(context, rootId))();
  }
}

function decide(context: Context, rootId: number): void {
  const { db } = context;
  const family = familyOf(db, rootId);
  const waiting = family.filter(({ state }) => state === 'queued' || state === 'retry' || state === 'sending');
  const refused = waiting.filter(({ refusals, state }) => refusals > 0 && state === 'queued');
  const untried = waiting.length - refused.length;
  const early = refused.filter(({ depth, people }) => depth < QUARTERS && people > 1);
  const late = refused.filter((batch) => !early.includes(batch));
  let budget = MOST_REQUESTS - halvingRequests(db, rootId) - untried;
  const halve = (batch: ReadyBatch): void => {
    if (batch.people > 1 && budget >= 2) {
      budget -= 2;
      split(context, batch);
    } else settleBatch(db, batch, null, allErrored(batch, 'refused'), context.ports.clock.now());
    context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
  };
  for (const batch of early) halve(batch);
  const [first] = late;
  if (!first || early.length > 0) return;
  // Who was superseded or cancelled says nothing about the rows that are left.
  const isOneRow =
    first.people === 1 && family.every(({ id, errored_reasons: why }) => id === first.id || isAside(why));
  if (
    isOneRow ||
    family.some(({ synced }) => synced > 0) ||
    !areAlike(context, late) ||
    wasHeld(context, first, family)
  ) {
    for (const batch of late) halve(batch);
  } else if (untried === 0) {
    const [attempt] = attemptsOf(db, first.id);
    hold(context, first, 'settings_refused', 'step', {
      code: attempt?.code ?? null,
      subcode: attempt?.subcode ?? null,
      said: attempt?.said ?? null,
    });
    forgetRefusals(db, rootId);
  }
}

function isAside(reasons: string | null): boolean {
  const names = reasons === null ? [] : Object.keys(JSON.parse(reasons) as object);
  return names.length > 0 && names.every((name) => name === 'superseded' || name === 'cancelled');
}

/** A batch that cannot be read cannot be halved; the sender finds that out and holds it. */
function split(context: Context, batch: ReadyBatch): void {
  const people = peopleOf(context, batch);
  if (!people) {
    forgetRefusals(context.db, batch.root_id ?? batch.id);
    return;
  }
  const half = Math.ceil(batch.people / 2);
  splitBatch(
    context.db,
    batch,
    partsOf(people.chunk, people.selection, 2, (person) => (person < half ? 0 : 1)),
  );
}

function areAlike({ db }: Context, batches: readonly ReadyBatch[]): boolean {
  const codes = batches.map(({ id }) => attemptsOf(db, id).find(({ outcome }) => outcome !== null));
  return codes.every((attempt) => attempt?.code === codes[0]?.code && attempt?.subcode === codes[0]?.subcode);
}

/** A person looked at the settings and said that they are right: then it is the rows after all. */
function wasHeld({ db }: Context, batch: ReadyBatch, family: readonly ReadyBatch[]): boolean {
  return hasLifted(db, batch.step_id, 'settings_refused', Math.min(...family.map(({ created_at: at }) => at)));
}
