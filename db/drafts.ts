import type { Db, ReadDb } from './open.ts';

/** A job that is being set up. */
export interface DraftRow {
  readonly id: number;
  /** The wizard's step that is open. */
  readonly place: string;
  /** What was chosen so far: JSON, possibly of an older version's shape. */
  readonly settings: string;
  readonly created_at: number;
  readonly saved_at: number;
}

/** The one that was saved last comes first. */
export function listDrafts(db: ReadDb): readonly DraftRow[] {
  return db.prepare<[], DraftRow>('select * from draft order by saved_at desc, id desc').all();
}

export function draftById(db: ReadDb, id: number): DraftRow | undefined {
  return db.prepare<[number], DraftRow>('select * from draft where id = ?').get(id);
}

/** Returns the new draft's id. */
export function addDraft(db: Db, draft: Pick<DraftRow, 'place' | 'settings'>, now: number): number {
  return Number(
    db
      .prepare('insert into draft (place, settings, created_at, saved_at) values (?, ?, ?, ?)')
      .run(draft.place, draft.settings, now, now).lastInsertRowid,
  );
}

/** False when it is there no longer: it was launched or deleted. */
export function saveDraft(db: Db, draft: Pick<DraftRow, 'id' | 'place' | 'settings'>, now: number): boolean {
  return (
    db
      .prepare('update draft set place = ?, settings = ?, saved_at = ? where id = ?')
      .run(draft.place, draft.settings, now, draft.id).changes === 1
  );
}

export function deleteDraft(db: Db, id: number): boolean {
  return db.prepare('delete from draft where id = ?').run(id).changes === 1;
}

/** Deletes a draft only as it was looked at; false when it was saved, launched or deleted since. */
export function takeDraft(db: Db, { id, settings }: Pick<DraftRow, 'id' | 'settings'>): boolean {
  return db.prepare('delete from draft where id = ? and settings = ?').run(id, settings).changes === 1;
}
