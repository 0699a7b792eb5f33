import { HORIZON_MS } from '#core/retry.ts';

import type { Db, ReadDb } from './open.ts';

/** What a number is until somebody changes it. Bounds are the contract's. */
const DEFAULTS = {
  /** Hours of a batch's horizon, given to it when it is made or queued again. */
  horizon_hours: HORIZON_MS / 3_600_000,
  /** Seconds that a first person waits for company, given to a job when it is made. */
  flush_seconds: 5,
  /** A hold that nobody mends ends what waits behind it as Errored after these days. */
  hold_days: 30,
  /** Sealed people of settled batches are deleted after these days. */
  settled_days: 14,
  /** Attempts, problems, activity and the egress log are deleted after these days. */
  history_days: 90,
  /** With `alerts` "every": how many errored people make one notification. */
  alert_every: 1_000,
} as const;

export type NumberSetting = keyof typeof DEFAULTS;
/** `proxy` is sealed. */
type TextSetting = 'language' | 'alerts' | 'proxy' | 'key_store';

export function readSetting(db: ReadDb, name: NumberSetting): number {
  const value = readText(db, name);
  return value === null ? DEFAULTS[name] : Number(value);
}

/** null when it was never set. */
export function readText(db: ReadDb, name: TextSetting | NumberSetting): string | null {
  return db.prepare<[string], { value: string }>('select value from setting where name = ?').get(name)?.value ?? null;
}

/** null forgets it. */
export function writeSetting(db: Db, name: NumberSetting | TextSetting, value: number | string | null): void {
  if (value === null) db.prepare('delete from setting where name = ?').run(name);
  else
    db.prepare('insert into setting (name, value) values (?, ?) on conflict do update set value = excluded.value').run(
      name,
      String(value),
    );
}

/** How the database came to be restored when the one before it was damaged. */
export interface Restored {
  /** When it was restored, epoch ms. */
  readonly at: number;
  /** The moment whose state was restored, epoch ms; null when there was no backup, so Muster began anew. */
  readonly from: number | null;
  /** Folder, within the data folder, in which the damaged files are kept. */
  readonly aside: string;
}

/** The last restoration; null when there never was one. */
export function restoredOf(db: ReadDb): Restored | null {
  const row = db.prepare<[], { value: string }>("select value from setting where name = 'restored'").get();
  return row === undefined ? null : (JSON.parse(row.value) as Restored);
}

export function noteRestored(db: Db, restored: Restored): void {
  db.prepare(
    "insert into setting (name, value) values ('restored', ?) on conflict do update set value = excluded.value",
  ).run(JSON.stringify(restored));
}

/** The folder of the file that a person chose last; null before the first. */
export function lastFolder(db: ReadDb): string | null {
  const row = db.prepare<[], { value: string }>("select value from setting where name = 'last_folder'").get();
  return row?.value ?? null;
}

export function noteLastFolder(db: Db, path: string): void {
  db.prepare(
    "insert into setting (name, value) values ('last_folder', ?) on conflict do update set value = excluded.value",
  ).run(path);
}

/** When the sender last looked at the clock, epoch ms; null when it never did. Tells a later process that the clock was set back meanwhile. */
export function lastSeenAt(db: ReadDb): number | null {
  const row = db.prepare<[], { value: string }>("select value from setting where name = 'seen_at'").get();
  return row === undefined ? null : Number(row.value);
}

export function noteSeenAt(db: Db, now: number): void {
  db.prepare(
    "insert into setting (name, value) values ('seen_at', ?) on conflict do update set value = excluded.value",
  ).run(String(now));
}
