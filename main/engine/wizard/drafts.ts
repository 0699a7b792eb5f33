import { addDraft, deleteDraft, draftById, type DraftRow, listDrafts, saveDraft } from '../../../db/drafts.ts';
import { type Draft, type DraftSave, DraftSettings, WIZARD_STEPS } from '../../../preload/contract/wizard.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Context } from '../context.ts';
import { NotFoundError } from '../known.ts';

/** Jobs that are being set up. What is stored names columns, accounts and audiences; no value of a row is in it. */
export interface Drafts {
  /** The one that was saved last comes first. */
  list(): readonly Draft[];
  /** Throws NotFoundError. */
  get(draftId: number): Draft;
  /** Throws NotFoundError when it was launched or deleted meanwhile. */
  save(order: DraftSave): Draft;
  /** False when it was not there. */
  delete(draftId: number): boolean;
}

/** `isDropKnown` tells whether a dropped file is still there: it lives as long as the engine. */
export function createDrafts({ db, ports, emit }: Context, isDropKnown: (dropId: string) => boolean): Drafts {
  const factsOf = (row: DraftRow): Draft => {
    const settings = settingsIn(row.settings);
    const { source } = settings;
    return {
      id: row.id,
      place: WIZARD_STEPS.find((step) => step === row.place) ?? 'connect',
      settings,
      createdAt: row.created_at,
      savedAt: row.saved_at,
      isSourceGone: source?.kind === 'drop' && !isDropKnown(source.dropId),
    };
  };
  return {
    list: () => listDrafts(db).map(factsOf),
    get: (draftId) => factsOf(draftRow(db, draftId)),
    save({ draftId, place, settings }) {
      const row = { place, settings: JSON.stringify(settings) };
      const now = ports.clock.now();
      const id = draftId ?? addDraft(db, row, now);
      if (draftId !== undefined && !saveDraft(db, { id, ...row }, now)) throw noDraft();
      emit({ event: 'drafts.changed' });
      return factsOf(draftRow(db, id));
    },
    delete(draftId) {
      const isDeleted = deleteDraft(db, draftId);
      if (isDeleted) emit({ event: 'drafts.changed' });
      return isDeleted;
    },
  };
}

/** Throws NotFoundError. */
export function draftRow(db: Context['db'], draftId: number): DraftRow {
  const row = draftById(db, draftId);
  if (!row) throw noDraft();
  return row;
}

function noDraft(): NotFoundError {
  return new NotFoundError(text('wizard.no_draft'));
}

/** Settings as they are stored; of those of an older version, what is still understood. */
export function settingsIn(json: string): DraftSettings {
  const stored = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const whole = DraftSettings.safeParse(stored);
  if (whole.success) return whole.data;
  const understood = Object.entries(DraftSettings.shape).filter(
    ([name, field]) => field.safeParse(stored[name]).success,
  );
  return DraftSettings.parse(Object.fromEntries(understood.map(([name]) => [name, stored[name]])));
}
