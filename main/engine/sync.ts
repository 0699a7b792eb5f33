import type { Readable } from 'node:stream';

import { holdsOfStep } from '../../db/holds.ts';
import {
  addAudience,
  addJob,
  findAudience,
  findJob,
  saveSource,
  setFacebookId,
  stepsOf,
  updateJob,
} from '../../db/jobs.ts';
import { addRun, runsOf } from '../../db/runs.ts';
import { connectionById } from '../../db/workspaces.ts';
import { audiencesNamed } from '../facebook/audiences.ts';
import { rememberAccount } from './connect.ts';
import type { Context } from './context.ts';
import { mappedKeys } from './ingest.ts';
import { inspect } from './inspect.ts';
import { checkHolds } from './probe.ts';
import { mayRead, noteUsage } from './quota.ts';

/** What the user asked for cannot be done as it stands; the message says why and what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface SyncOrder {
  readonly connectionId: number;
  /** Absolute path, or the stream of a standard input. */
  readonly source:
    | { readonly path: string; readonly name: string; readonly isSample: boolean }
    | { readonly stream: Readable };
  readonly jobName: string;
  readonly account: string;
  readonly steps: readonly {
    /** Meta's id (digits only, at least ten) or a name. */
    readonly audience: string;
    readonly action: 'add' | 'remove';
    readonly keys: readonly string[] | null;
  }[];
  readonly overrides: readonly string[];
  readonly country: string | null;
  readonly flushMs: number;
}

export interface SyncStart {
  readonly jobId: number;
  readonly runId: number;
  /** An unfinished run of the same job goes on instead of a new one. */
  readonly isResumed: boolean;
}

/**
 * Finds the job of this source, account, audience and action again, or makes it, and starts a run of it. An unfinished run goes on.
 * What stood in the job's way is tried anew, since a person asked. Throws UsageError and ReadFault before anything is stored.
 */
export async function startSync(context: Context, order: SyncOrder): Promise<SyncStart> {
  const { db, ports } = context;
  if (connectionById(db, order.connectionId)?.disconnected_at !== null) {
    throw new UsageError(
      'This connection was disconnected. Connect again with “muster connect”, or give another token.',
    );
  }
  if ('path' in order.source) await assertMapped(context, order, order.source.path, order.source.name);
  const audienceIds: number[] = [];
  for (const step of order.steps) audienceIds.push(await resolveAudience(context, order, step.audience));
  await rememberAccount(context, order.connectionId, order.account);

  const start = db
    .transaction(() => {
      const { jobId, settle } = jobOf(context, order, audienceIds);
      const [last] = runsOf(db, jobId, 1);
      // An unfinished run goes on with the settings that it began with.
      if (last && (last.state === 'reading' || last.state === 'sending'))
        return { jobId, runId: last.id, isResumed: true };
      settle();
      return { jobId, runId: addRun(db, jobId, ports.clock.now()), isResumed: false };
    })
    .immediate();
  context.emit({ event: 'jobs.changed' });
  await checkHolds(
    context,
    stepsOf(db, start.jobId).flatMap((step) => holdsOfStep(db, step.id)),
  );
  return start;
}

async function assertMapped(context: Context, order: SyncOrder, path: string, name: string): Promise<void> {
  const { mapping } = await inspect(context, { path, name, overrides: order.overrides, country: order.country });
  const mapped = new Set<string>(mappedKeys(mapping));
  for (const { keys } of order.steps) {
    const missing = (keys ?? []).filter((key) => !mapped.has(key));
    if (missing.length > 0) {
      throw new UsageError(
        `No column of ${name} is mapped to ${missing.join(', ')}. Mapped: ${[...mapped].join(', ')}. Change --keys, or map a column with --map "COLUMN=${missing[0]}".`,
      );
    }
  }
}

/** The job of an order; `settle` gives a job that was found again its new settings. */
function jobOf(
  { db, ports }: Context,
  order: SyncOrder,
  audienceIds: readonly number[],
): { readonly jobId: number; readonly settle: () => void } {
  const isStream = 'stream' in order.source;
  const sourceId = saveSource(
    db,
    'path' in order.source
      ? { kind: order.source.isSample ? 'sample' : 'file', path: order.source.path, name: order.source.name }
      : { kind: 'stdin', path: null, name: 'standard input' },
  );
  const connection = connectionById(db, order.connectionId);
  const [audienceId] = audienceIds;
  const [step] = order.steps;
  if (!connection || audienceId === undefined || !step) throw new Error('a sync needs a connection and a step');
  const known =
    isStream || order.steps.length > 1 ? undefined : findJob(db, { sourceId, audienceId, action: step.action });
  const { overrides, country, flushMs } = order;
  if (known !== undefined) {
    const { connectionId } = order;
    return {
      jobId: known,
      settle: () => updateJob(db, known, { connectionId, overrides, country, flushMs, keys: step.keys }),
    };
  }
  const jobId = addJob(
    db,
    {
      workspaceId: connection.workspace_id,
      connectionId: order.connectionId,
      sourceId,
      name: order.jobName,
      isSample: 'path' in order.source && order.source.isSample,
      overrides,
      country,
      flushMs,
      steps: order.steps.map(({ action, keys }, index) => ({
        audienceId: audienceIds[index] ?? audienceId,
        action,
        keys,
      })),
    },
    ports.clock.now(),
  );
  return { jobId, settle: () => undefined };
}

/** Meta's ids have 17 digits, old ones fewer; an audience called by a short number is a name. */
function isAudienceId(text: string): boolean {
  return /^\d{10,}$/.test(text);
}

/**
 * The audience row of a name or id. A name is looked up at Meta where that is possible: one hit is that audience, several are a
 * UsageError with their ids, none (or no answer) is a draft.
 */
async function resolveAudience(context: Context, order: SyncOrder, audience: string): Promise<number> {
  const { db, ports } = context;
  const { connectionId, account } = order;
  if (isAudienceId(audience)) {
    const known = findAudience(db, connectionId, account, { facebookId: audience });
    return (
      known?.id ?? addAudience(db, { connection_id: connectionId, account, name: audience, facebook_id: audience })
    );
  }
  const draft = findAudience(db, connectionId, account, { name: audience });
  if (draft && draft.facebook_id !== null) return draft.id;
  // An account that cools down is asked when its first upload is due.
  const target = mayRead(context, connectionId, account) ? context.target(connectionId) : null;
  const listing = target && (await audiencesNamed(ports.http, target, account, audience, (call) => context.sent(call)));
  if (listing) noteUsage(context, connectionId, account, listing.usage);
  const found = listing?.ok ? listing.audiences : [];
  if (found.length > 1) {
    throw new UsageError(
      `${account} has ${found.length} audiences named “${audience}”: ${found.map(({ id }) => id).join(', ')}. Give the id of the one you mean with --audience.`,
    );
  }
  const [only] = found;
  const same = only && findAudience(db, connectionId, account, { facebookId: only.id });
  if (same) return same.id;
  if (!draft)
    return addAudience(db, { connection_id: connectionId, account, name: audience, facebook_id: only?.id ?? null });
  if (only) setFacebookId(db, draft.id, only.id);
  return draft.id;
}
