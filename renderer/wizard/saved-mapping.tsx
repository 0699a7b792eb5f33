import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BookmarkCheck, Check, Undo2 } from 'lucide-react';
import { useEffect } from 'react';

import type { SavedMapping } from '../../preload/contract/mappings.ts';
import { useFigures } from '../clock.ts';
import { useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { withSaved } from './choices.ts';
import { readingOf, usePreview } from './source-queries.ts';
import { useDraft } from './use-draft.tsx';

import styles from './saved-mapping.module.css';

/** A list with the same columns as one that was mapped by hand is mapped in the same way, once and unless something was said already. */
export function useSavedMapping(): void {
  const { settings, change, isSourceGone } = useDraft();
  const { data, isRenewing } = usePreview(isSourceGone ? null : readingOf(settings));
  const isUndecided = settings.savedMapping === null && settings.overrides.length === 0 && !isRenewing;
  const saved = isUndecided && data?.saved && isSame(data.saved) ? data.saved : null;
  useEffect(() => {
    if (saved !== null) change(withSaved(settings, saved));
  }, [saved, settings, change]);
}

function isSame({ added, gone }: SavedMapping): boolean {
  return added.length === 0 && gone.length === 0;
}

/** How a list like this one was mapped before, with what is new and what is gone. */
export function SavedMappingLine({ of: saved }: { readonly of: SavedMapping }) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const { settings, change } = useDraft();
  const forget = useForget(saved);
  const isUsed = settings.savedMapping === 'used';
  const time = moment(saved.savedAt);
  const said = isUsed ? 'used' : isSame(saved) ? 'same' : 'differs';
  return (
    <>
      <div className={styles['line']} data-testid="wizard-saved-mapping" data-state={said}>
        <BookmarkCheck size={16} aria-hidden />
        <p>
          {t(`wizard.map.saved.${said}`, { time })}{' '}
          {saved.added.length > 0 &&
            `${t('ui.wizard.map.saved.added', { count: saved.added.length, columns: saved.added.join(', ') })} `}
          {saved.gone.length > 0 &&
            t('ui.wizard.map.saved.gone', { count: saved.gone.length, columns: saved.gone.join(', ') })}
        </p>
        <span className={styles['buttons']}>
          {isUsed ? (
            <Button
              size="small"
              icon={Undo2}
              testId="wizard-saved-decline"
              onPress={() => change({ overrides: [], savedMapping: 'declined' })}
            >
              {t('wizard.map.saved.decline')}
            </Button>
          ) : (
            <Button
              size="small"
              icon={Check}
              testId="wizard-saved-use"
              onPress={() => change(withSaved(settings, saved))}
            >
              {t(isSame(saved) ? 'wizard.map.saved.use' : 'wizard.map.saved.useFitting')}
            </Button>
          )}
          <Button
            size="small"
            kind="ghost"
            testId="wizard-saved-forget"
            isBusy={forget.isPending}
            onPress={forget.mutate}
          >
            {t('wizard.map.saved.forget')}
          </Button>
        </span>
      </div>
      <RefusalBanner error={forget.error} />
    </>
  );
}

function useForget({ columns }: SavedMapping) {
  const ask = useAsk();
  const client = useQueryClient();
  const { t } = useTexts();
  const { settings, change } = useDraft();
  return useMutation({
    mutationFn: () => ask('mappings.forget', { connectionId: settings.connectionId ?? 0, columns: [...columns] }),
    onSuccess: () => {
      // What was taken over is this list's own from now on.
      change({ savedMapping: 'declined' });
      useMoments.getState().showToast({
        key: 'mapping',
        family: 'off',
        icon: BookmarkCheck,
        title: t('wizard.map.saved.forgotten'),
        text: t('wizard.map.saved.forgotten.text'),
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['preview'] }),
  });
}
