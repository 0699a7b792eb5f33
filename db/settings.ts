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
