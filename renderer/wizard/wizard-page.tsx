import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { useFigures } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Help } from '../ui/help.tsx';
import type { Word } from '../ui/help.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { neighbour, SHOWN_STEPS } from './step-names.ts';
import { useDraft } from './use-draft.tsx';

import styles from './wizard.module.css';

interface WizardPageProps {
  readonly title: string;
  readonly lead: string;
  /** A hard word of the lead that is explained beside it. */
  readonly help?: Word;
  /** Tables that need the room. */
  readonly isWide?: boolean;
  /** What is not chosen yet, in a sentence; null = one can go on. */
  readonly missing: string | null;
  /** Done before the next step opens. */
  readonly onGoOn?: () => void;
  /** A fact for the footer, behind when it was saved. */
  readonly note?: ReactNode;
  /** The page has a primary button of its own. */
  readonly hasPrimary?: boolean;
  /** Stands in the footer instead of Continue. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A step: title, lead and content that scroll, and the footer that does not. Takes the focus when it opens; Enter goes on. */
export function WizardPage({
  title,
  lead,
  help,
  isWide,
  missing,
  onGoOn,
  note,
  hasPrimary,
  end,
  children,
}: WizardPageProps) {
  const { t } = useTexts();
  const { place, goTo, error } = useDraft();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isAsked, setAsked] = useState(false);
  const number = SHOWN_STEPS.indexOf(place) + 1;
  const where = t('wizard.where', { number, total: SHOWN_STEPS.length, step: t(`wizard.step.${place}`) });
  const next = neighbour(place, 1);
  useEffect(() => {
    document.title = t('ui.title', { screen: where });
  }, [t, where]);
  useEffect(() => {
    if (useMoments.getState().hasMoved) heading.current?.focus({ preventScroll: true });
  }, []);
  const goOn = (): void => {
    if (missing !== null) {
      setAsked(true);
      return;
    }
    onGoOn?.();
    if (next) goTo(next);
  };
  useEnter(end === undefined ? goOn : null);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a pane that scrolls has to be reachable without a mouse */}
      <section className={styles['scroll']} aria-label={title} tabIndex={0}>
        <div className={classes(styles['in'], isWide && styles['wide'])}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className={styles['lead']}>
            {lead} {help !== undefined && <Help word={help} />}
          </p>
          <RefusalBanner error={error} />
          {children}
        </div>
      </section>
      <div className={styles['foot']} data-pane>
        <Note missing={missing} note={note} isAsked={isAsked} />
        {number > 1 && <BackButton />}
        {end ?? (
          <Button
            kind={missing === null && !hasPrimary ? 'primary' : 'secondary'}
            testId="wizard-continue"
            onPress={goOn}
          >
            {t('wizard.continue')}
          </Button>
        )}
      </div>
    </>
  );
}

function BackButton() {
  const { t } = useTexts();
  const { place, goTo } = useDraft();
  return (
    <Button
      testId="wizard-back"
      onPress={() => {
        const before = neighbour(place, -1);
        if (before) goTo(before);
      }}
    >
      {t('wizard.back')}
    </Button>
  );
}

interface NoteProps {
  readonly missing: string | null;
  readonly note: ReactNode;
  /** Somebody wanted to go on, so that what is missing is said aloud. */
  readonly isAsked: boolean;
}

/** When it was saved, what is missing, and what else is to be known before one goes on. */
function Note({ missing, note, isAsked }: NoteProps) {
  const { t } = useTexts();
  const { exact } = useFigures();
  const { savedAt, isDirty, error } = useDraft();
  return (
    <div className={styles['note']}>
      <span data-testid="wizard-saved" data-saved={savedAt !== null && !isDirty}>
        {error
          ? t('wizard.unsaved')
          : isDirty || savedAt === null
            ? t(isDirty ? 'wizard.saving' : 'wizard.unsaved.yet')
            : t('wizard.saved', { time: exact(savedAt) })}
      </span>
      {missing !== null && (
        <span className={styles['missing']} data-testid="wizard-missing" role={isAsked ? 'alert' : undefined}>
          <TriangleAlert size={14} aria-hidden />
          {missing}
        </span>
      )}
      {note !== undefined && <span>{note}</span>}
    </div>
  );
}

const TAKES_ENTER = 'button, a, select, summary, textarea, dialog, form, [role="combobox"], [aria-haspopup]';

/** Enter goes on, as in a form; null = it does not. */
function useEnter(goOn: (() => void) | null): void {
  const latest = useRef(goOn);
  useEffect(() => {
    latest.current = goOn;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (goesOn(event)) latest.current?.();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Enter on the page or in a plain field, pressed anew and not meant for what has the focus. */
function goesOn({ key, repeat, target, defaultPrevented, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (key !== 'Enter' || repeat || defaultPrevented || ctrlKey || altKey || metaKey) return false;
  return target instanceof Element && target.closest(TAKES_ENTER) === null && !document.querySelector('dialog[open]');
}
