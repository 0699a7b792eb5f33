import type { Db, ReadDb } from './open.ts';

/** What a setting is until somebody changes it; days. */
const DEFAULTS = {
  /** A hold that nobody mends ends what waits behind it as Errored. */
  hold_days: 30,
  /** Sealed people of settled batches are deleted after these. */
  settled_days: 14,
  /** Attempts, problems and the egress log are deleted after these. */
  history_days: 90,
} as const;

export type NumberSetting = keyof typeof DEFAULTS;

export function readSetting(db: ReadDb, name: NumberSetting): number {
  const row = db.prepare<[string], { value: string }>('select value from setting where name = ?').get(name);
  return row === undefined ? DEFAULTS[name] : Number(row.value);
}

export function writeSetting(db: Db, name: NumberSetting, value: number): void {
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
