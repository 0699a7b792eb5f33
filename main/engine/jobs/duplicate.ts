import { addActivity } from '../../../db/activity.ts';
import { addDraft } from '../../../db/drafts.ts';
import { audienceById, type JobRow, type StepRow, stepsOf } from '../../../db/jobs.ts';
import { type AudienceChoice, DraftSettings } from '../../../preload/contract/wizard.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Context } from '../context.ts';
import { isRepeatable, knownJob } from './known.ts';

/** Makes a draft with the settings of a job, to be looked at and launched. Throws NotFoundError. */
export function duplicate(context: Context, jobId: number): { readonly draftId: number } {
  const { db, ports } = context;
  const draftId = db
    .transaction(() => {
      const job = knownJob(db, jobId);
      const name = text('job.copy', { name: job.name }).slice(0, 200);
      const settings = { ...draftSettings(context, job), name };
      const now = ports.clock.now();
      const id = addDraft(db, { place: 'review', settings: JSON.stringify(settings) }, now);
      addActivity(db, { at: now, actor: 'user', kind: 'job.duplicated', jobId });
      return id;
    })
    .immediate();
  context.emit({ event: 'drafts.changed' });
  return { draftId };
}

/** What a person would choose to make this job again. A source that cannot be read again is left to be chosen. */
function draftSettings(context: Context, job: JobRow): DraftSettings {
  return DraftSettings.parse({
    name: job.name,
    connectionId: job.connection_id,
    source: isRepeatable(job) ? { kind: 'file', sourceId: job.source_id } : null,
    sourceName: isRepeatable(job) ? job.source_name : null,
    sheet: job.sheet,
    // The copy is mapped as the job is.
    savedMapping: 'declined',
    overrides: JSON.parse(job.overrides),
    country: job.country,
    zeroValue: job.zero_value === 1,
    schedule: job.schedule === null ? null : JSON.parse(job.schedule),
    steps: stepsOf(context.db, job.id).map((step) => ({
      account: step.account,
      audience: choiceOf(context, step),
      action: step.action,
      keys: step.keys === null ? null : JSON.parse(step.keys),
    })),
  });
}

/** The same audience; one that is still to be made is made once, by whoever is first. */
function choiceOf({ db }: Context, step: StepRow): AudienceChoice | null {
  const row = audienceById(db, step.audience_id);
  if (!row) return null;
  const isValueBased = row.is_value_based === 1;
  if (row.facebook_id !== null) return { kind: 'existing', id: row.facebook_id, name: row.name, isValueBased };
  return {
    kind: 'new',
    name: row.name,
    description: row.description,
    fileSource: row.file_source,
    labels: JSON.parse(row.labels) as Extract<AudienceChoice, { kind: 'new' }>['labels'],
    isExclusionOnly: row.is_exclusion_only === 1,
    isValueBased,
  };
}
