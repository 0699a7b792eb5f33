import type { Db, ReadDb } from './open.ts';

export interface SavedMappingRow {
  /** JSON array of column names. */
  readonly header: string;
  /** JSON array of COL=KEY. */
  readonly overrides: string;
  readonly country: string | null;
  readonly saved_at: number;
}

/** How the lists of a client were mapped, newest first. */
export function savedMappings(db: ReadDb, workspaceId: number): readonly SavedMappingRow[] {
  return db
    .prepare<[number], SavedMappingRow>(
      'select header, overrides, country, saved_at from saved_mapping where workspace_id = ? order by saved_at desc, header',
    )
    .all(workspaceId);
}

/** Takes the place of what was saved for the same header. */
export function saveMapping(db: Db, workspaceId: number, row: SavedMappingRow): void {
  db.prepare('insert or replace into saved_mapping values (?, ?, ?, ?, ?)').run(
    workspaceId,
    row.header,
    row.overrides,
    row.country,
    row.saved_at,
  );
}

/** False when there was none. */
export function forgetMapping(db: Db, workspaceId: number, header: string): boolean {
  return (
    db.prepare('delete from saved_mapping where workspace_id = ? and header = ?').run(workspaceId, header).changes > 0
  );
}
