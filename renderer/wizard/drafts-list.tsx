import { CircleDashed, Trash2, Undo2 } from 'lucide-react';

import type { Draft } from '../../preload/contract/wizard.ts';
import { useFigures } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useConnections } from '../queries.ts';
import { wizardHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { ButtonLink, IconButton } from '../ui/button.tsx';
import { useHandsOverFocus } from '../ui/focus.ts';
import { SandboxChip } from '../ui/sandbox-chip.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { useDraftRemoval, useDrafts } from './draft-queries.ts';
import { SHOWN_STEPS } from './step-names.ts';

import text from '../ui/text.module.css';
import styles from './drafts-list.module.css';

/** Jobs that are being set up: where each was left, the way to go on, and the way to drop it. Nothing while there are none. */
export function DraftsList({ isFirst }: { readonly isFirst?: boolean }) {
  const { t } = useTexts();
  const { data: drafts = [] } = useDrafts();
  const { data: connections = [] } = useConnections();
  if (drafts.length === 0) return null;
  return (
    <section data-testid="drafts">
      <SectionHead title={t('wizard.drafts')} note={drafts.length} {...(isFirst ? { isFirst } : {})} />
      <ul className={styles['list']}>
        {drafts.map((draft) => (
          <Row
            key={draft.id}
            draft={draft}
            isSandbox={connections.some(({ id, isSandbox }) => isSandbox && id === draft.settings.connectionId)}
          />
        ))}
      </ul>
    </section>
  );
}

function Row({ draft, isSandbox }: { readonly draft: Draft; readonly isSandbox: boolean }) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const ref = useHandsOverFocus<HTMLLIElement>();
  const { remove, restore } = useDraftRemoval();
  const showToast = useMoments((now) => now.showToast);
  const { name, sourceName, steps } = draft.settings;
  const title = name || sourceName || steps[0]?.audience?.name || t('wizard.new');
  const step = draft.place;
  const drop = (): void => {
    remove(draft);
    showToast({
      key: `draft ${draft.id}`,
      family: 'off',
      icon: Trash2,
      title: t('wizard.draft.deleted', { name: title }),
      action: { label: t('wizard.draft.undo'), icon: Undo2, onPress: () => restore(draft) },
    });
  };
  return (
    <li ref={ref} data-draft={draft.id}>
      <CircleDashed size={16} aria-hidden />
      <span className={styles['what']}>
        <span className={styles['title']}>
          <b className={text['cut']}>{title}</b>
          {isSandbox && <SandboxChip />}
        </span>
        <span className={text['sub']}>
          {t('wizard.where', {
            number: SHOWN_STEPS.indexOf(step) + 1,
            total: SHOWN_STEPS.length,
            step: t(`wizard.step.${step}`),
          })}
          {' · '}
          {t('wizard.draft.saved', { time: moment(draft.savedAt) })}
        </span>
      </span>
      <ButtonLink size="small" href={wizardHref(step, draft.id)} testId={`draft-open-${draft.id}`}>
        {t('wizard.draft.goOn')}
      </ButtonLink>
      <IconButton
        size="small"
        icon={Trash2}
        label={t('wizard.draft.delete', { name: title })}
        testId={`draft-delete-${draft.id}`}
        onPress={drop}
      />
    </li>
  );
}
