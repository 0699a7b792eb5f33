import type { Readable } from 'node:stream';

import { addActivity } from '../../db/activity.ts';
import { holdsOfStep } from '../../db/holds.ts';
import {
  addAudience,
  addJob,
  audienceById,
  type AudienceRow,
  findAudience,
  findJob,
  saveSource,
  setFacebookId,
  stepsOf,
  updateJob,
} from '../../db/jobs.ts';
import { addRun, runsOf } from '../../db/runs.ts';
import { readSetting } from '../../db/settings.ts';
import { connectionById } from '../../db/workspaces.ts';
import { audiencesNamed } from '../facebook/audiences.ts';
import { rememberAccount } from './connect.ts';
import { lookAtAudience } from './connections/audience-health.ts';
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
    /** A new audience is made value-based; one that exists must be so. */
    readonly isValueBased?: boolean;
  }[];
  /** Of a workbook; its first one when left out or null. */
  readonly sheet?: string | null;
  readonly overrides: readonly string[];
  readonly country: string | null;
  /** null = as the settings say. */
  readonly flushMs: number | null;
  /** People without a value count 0 in value-based audiences, instead of being not synced. */
  readonly zeroValue?: boolean;
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
 * `begun` is called before anybody else can take up the run.
 */
export async function startSync(
  context: Context,
  order: SyncOrder,
  begun: (start: SyncStart) => void = () => undefined,
): Promise<SyncStart> {
  const { db, ports } = context;
  if (connectionById(db, order.connectionId)?.disconnected_at !== null) {
    throw new UsageError(
      'This connection was disconnected. Connect again with “muster connect”, or give another token.',
    );
  }
  if ('path' in order.source) await assertMapped(context, order, order.source.path, order.source.name);
  const audienceIds: number[] = [];
  for (const step of order.steps) audienceIds.push(await resolveAudience(context, order, step));
  await rememberAccount(context, order.connectionId, order.account);

  const start = db
    .transaction(() => {
      const { jobId, isNew, settle } = jobOf(context, order, audienceIds);
      const [last] = runsOf(db, jobId, 1);
      // An unfinished run goes on with the settings that it began with.
      if (last && (last.state === 'reading' || last.state === 'sending'))
        return { jobId, runId: last.id, isResumed: true };
      settle();
      const now = ports.clock.now();
      const runId = addRun(db, jobId, now);
      addActivity(db, { at: now, actor: 'user', kind: isNew ? 'job.launched' : 'job.started', runId });
      return { jobId, runId, isResumed: false };
    })
    .immediate();
  begun(start);
  await announce(context, start.jobId);
  return start;
}

/** Tells that a job has a run, and asks anew about what stands in its way, since a person wants it. */
export async function announce(context: Context, jobId: number): Promise<void> {
  const { db } = context;
  context.emit({ event: 'jobs.changed' });
  await checkHolds(
    context,
    stepsOf(db, jobId).flatMap((step) => holdsOfStep(db, step.id)),
  );
}

async function assertMapped(context: Context, order: SyncOrder, path: string, name: string): Promise<void> {
  const { mapping } = await inspect(context, {
    path,
    name,
    sheet: order.sheet ?? null,
    overrides: order.overrides,
    country: order.country,
  });
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
): { readonly jobId: number; readonly isNew: boolean; readonly settle: () => void } {
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
  const sheet = order.sheet ?? null;
  const known =
    isStream || order.steps.length > 1 ? undefined : findJob(db, { sourceId, sheet, audienceId, action: step.action });
  const { overrides, country, zeroValue = false } = order;
  const flushMs = order.flushMs ?? readSetting(db, 'flush_seconds') * 1_000;
  if (known !== undefined) {
    const { connectionId } = order;
    return {
      jobId: known,
      isNew: false,
      settle: () => updateJob(db, known, { connectionId, overrides, country, flushMs, zeroValue, keys: step.keys }),
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
      sheet,
      overrides,
      country,
      flushMs,
      zeroValue,
      steps: order.steps.map(({ action, keys }, index) => ({
        audienceId: audienceIds[index] ?? audienceId,
        action,
        keys,
      })),
    },
    ports.clock.now(),
  );
  return { jobId, isNew: true, settle: () => undefined };
}

/** Meta's ids have 17 digits, old ones fewer; an audience called by a short number is a name. */
function isAudienceId(text: string): boolean {
  return /^\d{10,}$/.test(text);
}

/**
 * The audience row of a name or id. A name is looked up at Meta where that is possible: one hit is that audience, several are a
 * UsageError with their ids, none (or no answer) is a draft. So is an audience that is wanted value-based and is not.
 */
async function resolveAudience(context: Context, order: SyncOrder, step: SyncOrder['steps'][number]): Promise<number> {
  const { db, ports } = context;
  const { connectionId, account } = order;
  const { audience, isValueBased = false } = step;
  const own = { connection_id: connectionId, account };
  if (isAudienceId(audience)) {
    const id =
      findAudience(db, connectionId, account, { facebookId: audience })?.id ??
      addAudience(db, { ...own, name: audience, facebook_id: audience, is_value_based: isValueBased ? 1 : 0 });
    return looked(context, id, isValueBased);
  }
  const draft = findAudience(db, connectionId, account, { name: audience });
  if (draft && draft.facebook_id !== null) return looked(context, draft.id, isValueBased);
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
  if (isValueBased) assertValueBased(audience, only?.isValueBased ?? draft?.is_value_based !== 0);
  const same = only && findAudience(db, connectionId, account, { facebookId: only.id });
  if (same) return same.id;
  if (!draft) {
    const is_value_based = (only?.isValueBased ?? isValueBased) ? 1 : 0;
    return addAudience(db, { ...own, name: audience, facebook_id: only?.id ?? null, is_value_based });
  }
  if (only) setFacebookId(db, draft.id, only.id, only.isValueBased);
  return draft.id;
}

/** The row of an audience that Meta has, which is read when it never was: only Meta knows whether it wants values. */
async function looked(context: Context, id: number, isValueBased: boolean): Promise<number> {
  const known = audienceById(context.db, id);
  if (known?.read_at === null && known.facebook_id !== null) {
    const { connection_id: connectionId, account, facebook_id: facebookId } = known;
    await lookAtAudience(context, { connectionId, account, facebookId });
  }
  const row: AudienceRow | undefined = audienceById(context.db, id);
  if (isValueBased && row && row.read_at !== null) assertValueBased(row.name, row.is_value_based === 1);
  return id;
}

function assertValueBased(name: string, isSo: boolean): void {
  if (isSo) return;
  throw new UsageError(
    `“${name}” is not value-based, and no audience becomes so later. Leave --value-based out, or give the name of a new audience.`,
  );
}
