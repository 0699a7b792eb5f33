import type { Db, ReadDb } from './open.ts';

export type Action = 'add' | 'remove';

export interface SourceRow {
  readonly id: number;
  readonly kind: 'file' | 'stdin' | 'sample';
  readonly path: string | null;
  readonly name: string;
}

export interface AudienceRow {
  readonly id: number;
  readonly connection_id: number;
  readonly account: string;
  readonly name: string;
  readonly facebook_id: string | null;
  readonly create_tried_at: number | null;
  readonly description: string;
  readonly file_source: 'USER_PROVIDED_ONLY' | 'PARTNER_PROVIDED_ONLY' | 'BOTH_USER_AND_PARTNER_PROVIDED';
  /** JSON array. */
  readonly labels: string;
  readonly is_exclusion_only: number;
  readonly is_value_based: number;
  /** What Meta last told of it; null = not told. */
  readonly operation_code: number | null;
  readonly operation_text: string | null;
  readonly delivery_code: number | null;
  readonly delivery_text: string | null;
  /** About so many people at least and at most. */
  readonly size_lower: number | null;
  readonly size_upper: number | null;
  /** When Meta was last asked about it; null = never. */
  readonly read_at: number | null;
}

/** What an audience is made with; what is left out is as the schema says. */
export type NewAudience = Pick<AudienceRow, 'connection_id' | 'account' | 'name' | 'facebook_id'> &
  Partial<Pick<AudienceRow, 'description' | 'file_source' | 'labels' | 'is_exclusion_only' | 'is_value_based'>>;

export interface JobRow {
  readonly id: number;
  readonly workspace_id: number;
  readonly connection_id: number;
  readonly source_id: number;
  readonly name: string;
  readonly is_sample: number;
  /** Of a workbook; null = its first one, or no workbook. */
  readonly sheet: string | null;
  readonly overrides: string;
  readonly country: string | null;
  readonly flush_ms: number;
  /** People without a value count 0 in value-based audiences. */
  readonly zero_value: number;
  /** When it runs by itself, JSON; null = only when somebody says so. */
  readonly schedule: string | null;
  readonly next_run_at: number | null;
  readonly deleted_at: number | null;
  readonly is_sandbox: number;
  readonly source_kind: SourceRow['kind'];
  readonly source_name: string;
  readonly source_path: string | null;
}

export interface StepRow {
  readonly id: number;
  readonly job_id: number;
  readonly position: number;
  readonly audience_id: number;
  readonly action: Action;
  readonly keys: string | null;
  readonly account: string;
  readonly audience_name: string;
  readonly facebook_id: string | null;
  readonly is_value_based: number;
  readonly account_name: string | null;
}

const JOB = `select j.*, w.is_sandbox, s.kind as source_kind, s.name as source_name, s.path as source_path
  from job j join workspace w on w.id = j.workspace_id join source s on s.id = j.source_id`;

const STEP = `select st.*, a.account, a.name as audience_name, a.facebook_id, a.is_value_based, ac.name as account_name
  from step st join audience a on a.id = st.audience_id
  left join ad_account ac on ac.connection_id = a.connection_id and ac.account = a.account`;

/** A step of its job; places from here on are of those that left it. */
const IS_AT_WORK = 'position < 1000';

/** The source of this path, made when it is new. Every standard input is a source of its own. */
export function saveSource(db: Db, source: Omit<SourceRow, 'id'>): number {
  const known =
    source.path === null
      ? undefined
      : db
          .prepare<[string, string], { id: number }>('select id from source where kind = ? and path = ?')
          .get(source.kind, source.path);
  if (known) return known.id;
  return Number(
    db.prepare('insert into source (kind, path, name) values (?, ?, ?)').run(source.kind, source.path, source.name)
      .lastInsertRowid,
  );
}

export function sourceById(db: ReadDb, id: number): SourceRow | undefined {
  return db.prepare<[number], SourceRow>('select * from source where id = ?').get(id);
}

/** Newest first, without those that were deleted. */
export function listJobs(db: ReadDb): readonly JobRow[] {
  return db.prepare<[], JobRow>(`${JOB} where j.deleted_at is null order by j.id desc`).all();
}

/** Also one that was deleted, as long as it is there. */
export function jobById(db: ReadDb, id: number): JobRow | undefined {
  return db.prepare<[number], JobRow>(`${JOB} where j.id = ?`).get(id);
}

/** The steps of a job's next run, in their order. */
export function stepsOf(db: ReadDb, jobId: number): readonly StepRow[] {
  return db
    .prepare<[number], StepRow>(`${STEP} where st.job_id = ? and st.${IS_AT_WORK} order by st.position`)
    .all(jobId);
}

/** The steps that a run began with, in their order: who exited did so on the last, however the job's steps were moved since. */
export function stepsOfRun(db: ReadDb, runId: number): readonly StepRow[] {
  return db
    .prepare<[number], StepRow>(
      `${STEP} join counter c on c.step_id = st.id where c.run_id = ? order by c.exited > 0, st.position`,
    )
    .all(runId);
}

export function stepById(db: ReadDb, id: number): StepRow | undefined {
  return db.prepare<[number], StepRow>(`${STEP} where st.id = ?`).get(id);
}

/** The audience of a connection by Meta's id, else the one that Muster knows by name, draft or not. */
export function findAudience(
  db: ReadDb,
  connectionId: number,
  account: string,
  by: { readonly facebookId: string } | { readonly name: string },
): AudienceRow | undefined {
  if ('facebookId' in by) {
    return db
      .prepare<[number, string, string], AudienceRow>(
        'select * from audience where connection_id = ? and account = ? and facebook_id = ? order by id limit 1',
      )
      .get(connectionId, account, by.facebookId);
  }
  return db
    .prepare<[number, string, string], AudienceRow>(
      'select * from audience where connection_id = ? and account = ? and name = ? order by id limit 1',
    )
    .get(connectionId, account, by.name);
}

/** The audiences of an ad account that jobs work with, drafts too, by name. */
export function audiencesAt(db: ReadDb, connectionId: number, account: string): readonly AudienceRow[] {
  return db
    .prepare<[number, string], AudienceRow>(
      'select * from audience where connection_id = ? and account = ? order by name collate nocase, id',
    )
    .all(connectionId, account);
}

export function audienceById(db: ReadDb, id: number): AudienceRow | undefined {
  return db.prepare<[number], AudienceRow>('select * from audience where id = ?').get(id);
}

export function addAudience(db: Db, audience: NewAudience): number {
  // Only what is given is named, so that the schema's defaults hold for the rest.
  const columns = Object.keys(audience);
  return Number(
    db
      .prepare(`insert into audience (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`)
      .run(audience).lastInsertRowid,
  );
}

/** The draft exists at Meta now; `isValueBased` is what Meta says of it. */
export function setFacebookId(db: Db, audienceId: number, facebookId: string, isValueBased: boolean): void {
  db.prepare('update audience set facebook_id = ?, create_tried_at = null, is_value_based = ? where id = ?').run(
    facebookId,
    isValueBased ? 1 : 0,
    audienceId,
  );
}

/** Meta's answer to an upload tells that the audience of a step wants values. */
export function noteValueBased(db: Db, audienceId: number): void {
  db.prepare('update audience set is_value_based = 1 where id = ?').run(audienceId);
}

/** Remembered before the request leaves: after a crash we cannot know whether Meta made the audience. */
export function noteCreateTried(db: Db, audienceId: number, at: number): void {
  db.prepare('update audience set create_tried_at = ifnull(create_tried_at, ?) where id = ?').run(at, audienceId);
}

export interface NewJob {
  readonly workspaceId: number;
  readonly connectionId: number;
  readonly sourceId: number;
  readonly name: string;
  readonly isSample: boolean;
  /** Of a workbook; its first one when left out or null. */
  readonly sheet?: string | null;
  readonly overrides: readonly string[];
  readonly country: string | null;
  readonly flushMs: number;
  /** People without a value count 0 in value-based audiences. */
  readonly zeroValue?: boolean;
  readonly steps: readonly {
    readonly audienceId: number;
    readonly action: Action;
    readonly keys: readonly string[] | null;
  }[];
}

export function addJob(db: Db, job: NewJob, now: number): number {
  return db
    .transaction(() => {
      const { lastInsertRowid } = db
        .prepare(
          `insert into job (workspace_id, connection_id, source_id, name, is_sample, sheet, overrides, country, flush_ms, zero_value, created_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          job.workspaceId,
          job.connectionId,
          job.sourceId,
          job.name,
          job.isSample ? 1 : 0,
          job.sheet ?? null,
          JSON.stringify(job.overrides),
          job.country,
          job.flushMs,
          job.zeroValue ? 1 : 0,
          now,
        );
      const insert = db.prepare(
        'insert into step (job_id, position, audience_id, action, keys) values (?, ?, ?, ?, ?)',
      );
      for (const [index, step] of job.steps.entries()) {
        insert.run(lastInsertRowid, index + 1, step.audienceId, step.action, step.keys && JSON.stringify(step.keys));
      }
      return Number(lastInsertRowid);
    })
    .immediate();
}

/** The one-shot job of the same source (and sheet of it), audience and action, as `sync` finds it again. */
export function findJob(
  db: ReadDb,
  by: {
    readonly sourceId: number;
    readonly sheet: string | null;
    readonly audienceId: number;
    readonly action: Action;
  },
): number | undefined {
  return db
    .prepare<[number, string | null, number, string], { id: number }>(
      `select j.id from job j join step s on s.job_id = j.id
       where j.source_id = ? and j.sheet is ? and s.audience_id = ? and s.action = ? and s.position = 1 and j.deleted_at is null
         and not exists (select 1 from step other where other.job_id = j.id and other.position > 1 and other.${IS_AT_WORK})
       order by j.id limit 1`,
    )
    .get(by.sourceId, by.sheet, by.audienceId, by.action)?.id;
}

/** New settings of a job that was found again; they hold from its next run. */
export function updateJob(
  db: Db,
  jobId: number,
  settings: {
    readonly connectionId: number;
    readonly overrides: readonly string[];
    readonly country: string | null;
    readonly flushMs: number;
    readonly zeroValue?: boolean;
    readonly keys: readonly string[] | null;
  },
): void {
  db.transaction(() => {
    db.prepare(
      'update job set connection_id = ?, overrides = ?, country = ?, flush_ms = ?, zero_value = ? where id = ?',
    ).run(
      settings.connectionId,
      JSON.stringify(settings.overrides),
      settings.country,
      settings.flushMs,
      settings.zeroValue ? 1 : 0,
      jobId,
    );
    db.prepare(`update step set keys = ? where job_id = ? and ${IS_AT_WORK}`).run(
      settings.keys && JSON.stringify(settings.keys),
      jobId,
    );
  }).immediate();
}

/** Audiences of connections to the sandbox that a host embeds. */
export function embeddedAudiences(db: ReadDb): readonly number[] {
  return db
    .prepare<[], { id: number }>(
      'select a.id from audience a join connection c on c.id = a.connection_id where c.graph_url is null',
    )
    .all()
    .map((row) => row.id);
}
