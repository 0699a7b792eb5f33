import type { Readable } from 'node:stream';

import { addActivity } from '../../../db/activity.ts';
import { type DraftRow, takeDraft } from '../../../db/drafts.ts';
import { changeJob } from '../../../db/job-changes.ts';
import { addAudience, addJob, findAudience, saveSource, sourceById } from '../../../db/jobs.ts';
import { setChosen } from '../../../db/reachable-accounts.ts';
import { addRun } from '../../../db/runs.ts';
import { readSetting } from '../../../db/settings.ts';
import { connectionById, saveAccount } from '../../../db/workspaces.ts';
import type { AudienceChoice, DraftSettings, Launched, StepChoice } from '../../../preload/contract/wizard.ts';
import type { Context } from '../context.ts';
import { scheduled } from '../jobs/change.ts';
import { announce } from '../sync.ts';
import { draftRow, settingsIn } from './drafts.ts';
import { reviewDraft, type Reviewing } from './review.ts';

export interface LaunchSide extends Reviewing {
  /** Gives a run of this process the stream that it reads. */
  feed(runId: number, stream: Readable): void;
  /** There is something to read. */
  wake(): void;
}

interface Begun {
  readonly jobId: number;
  readonly runId: number;
  readonly stream: Readable | null;
}

/** Launches a draft, unless something stands against it. Throws NotFoundError for one that was launched before. */
export type Launch = (order: { readonly draftId: number; readonly waits: boolean }) => Promise<Launched>;

/**
 * Reviews a draft, and when nothing stands against it makes its audiences, its job and the first run of it in one transaction that also
 * deletes the draft: so two launches make one job. A second click in this process gets the answer of the first.
 */
export function createLaunch(context: Context, side: LaunchSide): Launch {
  const underWay = new Map<number, Promise<Launched>>();

  async function launch(draftId: number, waits: boolean): Promise<Launched> {
    for (;;) {
      const row = draftRow(context.db, draftId);
      const settings = settingsIn(row.settings);
      const { notes } = await reviewDraft(context, side, settings);
      const isHeldUp = notes.some(({ weight }) => weight === 'blocks' || (weight === 'holds' && !waits));
      if (isHeldUp) return { state: 'refused', notes };
      const begun = begin(context, row, settings);
      // Saved again, launched or deleted while it was reviewed.
      if (!begun) continue;
      const { jobId, runId, stream } = begun;
      if (stream) side.feed(runId, stream);
      for (const event of ['drafts.changed', 'connections.changed'] as const) context.emit({ event });
      await announce(context, jobId);
      side.wake();
      return { state: 'launched', jobId, runId };
    }
  }

  return ({ draftId, waits }) => {
    const first = underWay.get(draftId);
    if (first) return first;
    const launching = launch(draftId, waits).finally(() => underWay.delete(draftId));
    underWay.set(draftId, launching);
    return launching;
  };
}

/** null when the draft is not any more what was reviewed. */
function begin(context: Context, row: DraftRow, settings: DraftSettings): Begun | null {
  const { db, ports, drops } = context;
  const { connectionId, source } = settings;
  const connection = connectionId === null ? undefined : connectionById(db, connectionId);
  if (!connection || source === null) throw new Error('a reviewed draft has a connection and a source');
  let stream: Readable | null = null;
  try {
    return db
      .transaction((): Begun | null => {
        if (!takeDraft(db, row)) return null;
        const drop = source.kind === 'drop' ? drops.take(source.dropId) : null;
        stream = drop?.stream ?? null;
        const sourceId = drop
          ? saveSource(db, { kind: 'stdin', path: null, name: drop.name })
          : source.kind === 'file'
            ? source.sourceId
            : null;
        const found = sourceId === null ? undefined : sourceById(db, sourceId);
        // Gone since the review: nothing is stored, and the next review says so.
        if (!found) throw new SourceGoneError();
        const steps = settings.steps.map((step) => {
          const { account, audience } = assertWhole(step);
          saveAccount(db, connection.id, account, null);
          setChosen(db, connection.id, account, true);
          return {
            audienceId: audienceRow(context, connection.id, account, audience),
            action: step.action,
            keys: step.keys,
          };
        });
        const [first] = settings.steps;
        const now = ports.clock.now();
        const jobId = addJob(
          db,
          {
            workspaceId: connection.workspace_id,
            connectionId: connection.id,
            sourceId: found.id,
            name: settings.name === '' ? `${first?.audience?.name ?? ''} ← ${found.name}` : settings.name,
            isSample: found.kind === 'sample',
            sheet: settings.sheet,
            overrides: settings.overrides,
            country: settings.country,
            flushMs: readSetting(db, 'flush_seconds') * 1_000,
            zeroValue: settings.zeroValue,
            steps,
          },
          now,
        );
        // A dropped file is gone when it has been read.
        if (settings.schedule && !drop) changeJob(db, jobId, { schedule: scheduled(settings.schedule, now) });
        const runId = addRun(db, jobId, now);
        addActivity(db, { at: now, actor: 'user', kind: 'job.launched', runId });
        return { jobId, runId, stream };
      })
      .immediate();
  } catch (error) {
    (stream as Readable | null)?.destroy();
    if (error instanceof SourceGoneError) return null;
    throw error;
  }
}

class SourceGoneError extends Error {}

function assertWhole({ account, audience }: StepChoice): {
  readonly account: string;
  readonly audience: AudienceChoice;
} {
  if (account === null || audience === null) throw new Error('a reviewed step has an ad account and an audience');
  return { account, audience };
}

/** The audience of a choice: the one that Muster knows already, as it is; else a new row, which for a new one is a draft with its settings. */
export function audienceRow({ db }: Context, connectionId: number, account: string, choice: AudienceChoice): number {
  const by = choice.kind === 'existing' ? { facebookId: choice.id } : { name: choice.name };
  const known = findAudience(db, connectionId, account, by);
  if (known) return known.id;
  const own = { connection_id: connectionId, account, name: choice.name };
  const is_value_based = choice.isValueBased ? 1 : 0;
  if (choice.kind === 'existing') return addAudience(db, { ...own, facebook_id: choice.id, is_value_based });
  return addAudience(db, {
    ...own,
    facebook_id: null,
    description: choice.description,
    file_source: choice.fileSource,
    labels: JSON.stringify(choice.labels),
    is_exclusion_only: choice.isExclusionOnly ? 1 : 0,
    is_value_based,
  });
}
