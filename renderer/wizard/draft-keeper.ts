import type { Input, Output } from '../../preload/contract/contract.ts';
import type { DraftSettings, WizardStep } from '../../preload/contract/wizard.ts';

/** What the wizard has of a draft: what stands on the screen, and how much of it is saved. */
export interface KeptDraft {
  /** null = nothing has been chosen yet, so there is nothing to keep. */
  readonly draftId: number | null;
  readonly settings: DraftSettings;
  /** Epoch ms; null = never. */
  readonly savedAt: number | null;
  /** A choice is not saved yet. */
  readonly isDirty: boolean;
  readonly error: Error | null;
}

export interface DraftKeeper {
  readonly now: () => KeptDraft;
  readonly subscribe: (listener: () => void) => () => void;
  /** Takes a choice; it is saved soon. */
  readonly change: (patch: Partial<DraftSettings>) => void;
  /** Notes the step that is open; a draft that exists keeps it. */
  readonly open: (place: WizardStep) => void;
  /** Saves now what is not saved yet; resolves when all is. Rejects when the engine does not take it. */
  readonly flush: () => Promise<void>;
}

interface KeeperPorts {
  readonly save: (order: Input<'drafts.save'>) => Promise<Output<'drafts.save'>>;
  /** A draft has been made; called before anybody hears of it. */
  readonly onMade: (draftId: number) => void;
}

const PAUSE_MS = 250;

/** Saves every choice soon after it is made, one call at a time, so that the newest always wins. */
export function createDraftKeeper(
  first: { readonly draftId: number | null; readonly settings: DraftSettings; readonly savedAt: number | null },
  firstPlace: WizardStep,
  { save, onMade }: KeeperPorts,
): DraftKeeper {
  let kept: KeptDraft = { ...first, isDirty: false, error: null };
  let place = firstPlace;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let saving: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  function tell(patch: Partial<KeptDraft>): void {
    kept = { ...kept, ...patch };
    for (const listener of listeners) listener();
  }
  function later(): void {
    tell({ isDirty: true });
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void flush().catch(() => undefined), PAUSE_MS);
  }
  async function saveAll(): Promise<void> {
    while (kept.isDirty) {
      tell({ isDirty: false });
      const { draftId, settings } = kept;
      try {
        const saved = await save({ ...(draftId === null ? {} : { draftId }), place, settings });
        if (draftId === null) onMade(saved.id);
        tell({ draftId: saved.id, savedAt: saved.savedAt, error: null });
      } catch (error) {
        tell({ isDirty: true, error: error instanceof Error ? error : new Error(String(error)) });
        throw error;
      }
    }
  }
  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    saving ??= saveAll().finally(() => {
      saving = null;
    });
    return saving;
  }

  return {
    now: () => kept,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(patch) {
      tell({ settings: { ...kept.settings, ...patch } });
      later();
    },
    open(next) {
      if (next === place) return;
      place = next;
      if (kept.draftId !== null || kept.isDirty) later();
    },
    flush,
  };
}
