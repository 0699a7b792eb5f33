import type { ReadyBatch } from '../../db/batches.ts';
import { audienceById, type AudienceRow, noteCreateTried, setFacebookId } from '../../db/jobs.ts';
import { type AudienceOrder, audiencesNamed, createdId, prepareCreate } from '../facebook/audiences.ts';
import type { GraphTarget } from '../facebook/client.ts';
import type { GraphAnswer } from '../facebook/outcome.ts';
import { hold } from './answers.ts';
import type { Context } from './context.ts';
import { noteUsage, takeQuota } from './quota.ts';

export type Prepared =
  | { readonly kind: 'ready'; readonly facebookId: string }
  /** Something stands in its way: a hold was raised, or the ad account cools down. */
  | { readonly kind: 'held' }
  | { readonly kind: 'failed'; readonly answer: GraphAnswer & { readonly ok: false } };

// Meta's clock and ours differ; an audience made this long before our request may still be the one it made.
const CLOCK_SLACK_MS = 10 * 60_000;

/**
 * Makes a draft audience real at the first launch: adopts the one of that exact name when there is one, else creates it. After a
 * create whose answer never came, an audience made since then is adopted before another is created.
 */
export async function prepareAudience(context: Context, target: GraphTarget, batch: ReadyBatch): Promise<Prepared> {
  const { db, ports } = context;
  const audience = audienceById(db, batch.audience_id);
  if (!audience) throw new Error(`audience ${batch.audience_id} does not exist`);
  const isDraft = audience.facebook_id === null;
  // Before anything is waited for, so that the next batch is not taken up as if this one were nothing.
  if (!takeQuota(context, batch, isDraft ? 1 : 0)) return { kind: 'held' };
  if (audience.facebook_id !== null) return { kind: 'ready', facebookId: audience.facebook_id };

  const adopt = (facebookId: string, isValueBased: boolean): Prepared => {
    setFacebookId(db, audience.id, facebookId, isValueBased);
    ports.log.info('audience.ready', { batchId: batch.id });
    context.emit({ event: 'jobs.changed' });
    // What it took to come here was not the upload.
    return takeQuota(context, batch) ? { kind: 'ready', facebookId } : { kind: 'held' };
  };

  const listing = await audiencesNamed(ports.http, target, audience.account, audience.name, (call) =>
    context.sent(call),
  );
  // Of a failed call the caller notes it.
  if (!listing.ok) return { kind: 'failed', answer: listing };
  noteUsage(context, batch.connection_id, audience.account, listing.usage);
  const since = audience.create_tried_at;
  // One without values is not what was wanted, and cannot become it.
  const fit = listing.audiences.filter(({ isValueBased }) => isValueBased || audience.is_value_based === 0);
  const own = since === null ? [] : fit.filter(({ createdAt }) => (createdAt ?? 0) >= since - CLOCK_SLACK_MS);
  const [only] = own.length > 0 ? own : fit;
  if (only && (own.length > 0 || fit.length === 1)) return adopt(only.id, only.isValueBased);
  if (only) {
    hold(context, batch, 'audience_ambiguous', 'step', { code: null, subcode: null, said: null });
    return { kind: 'held' };
  }
  noteCreateTried(db, audience.id, ports.clock.now());
  const call = prepareCreate(ports.http, target, audience.account, orderOf(audience));
  context.sent(call);
  const answer = await call.send();
  if (!answer.ok) return { kind: 'failed', answer };
  noteUsage(context, batch.connection_id, audience.account, answer.usage);
  const id = createdId(answer);
  if (id !== null) return adopt(id, audience.is_value_based === 1);
  const evidence = { ...answer.evidence, said: 'The answer names no audience' };
  return { kind: 'failed', answer: { ok: false, meaning: { kind: 'retry' }, usage: answer.usage, evidence } };
}

function orderOf(audience: AudienceRow): AudienceOrder {
  return {
    name: audience.name,
    description: audience.description,
    fileSource: audience.file_source,
    labels: JSON.parse(audience.labels) as string[],
    isExclusionOnly: audience.is_exclusion_only === 1,
    isValueBased: audience.is_value_based === 1,
  };
}
