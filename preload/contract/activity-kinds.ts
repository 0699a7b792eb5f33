/** What the log of activity tells: noun.verb, in the past. Texts: `activity.<kind>`. The nouns are what it is filtered by. */
export const ACTIVITY_KINDS = [
  'job.launched',
  'job.changed',
  'job.duplicated',
  'job.deleted',
  'job.undeleted',
  /** A run of it was begun: by a person, or by its schedule. */
  'job.started',
  'run.ended',
  'queue.paused',
  'queue.resumed',
  'queue.cancelled',
  'queue.requeued',
  'connection.added',
  'connection.renewed',
  'connection.disconnected',
  'account.chosen',
  'account.disconnected',
  'hold.raised',
  'hold.lifted',
  'hold.expired',
  'workspace.added',
  'workspace.changed',
  'workspace.cloned',
  'workspace.archived',
  'workspace.unarchived',
  'workspace.deleted',
  /** People of a run errored, and the settings wish that it is told. */
  'alert.errored',
  'setting.changed',
  /** A backup took the place of a damaged database. */
  'data.restored',
  /** The data key lies elsewhere now: the system's keyring, or a file. */
  'data.key_store',
] as const;

export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** What activity is filtered by. */
export const ACTIVITY_NOUNS = [
  'job',
  'run',
  'queue',
  'connection',
  'account',
  'hold',
  'alert',
  'workspace',
  'setting',
  'data',
] as const;
