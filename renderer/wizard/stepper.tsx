import { Check, CircleCheck, CircleDashed, Hand, ListOrdered, TriangleAlert, X } from 'lucide-react';

import { wizardHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { ButtonLink } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Mark } from '../ui/mark.tsx';
import { Menu } from '../ui/menu.tsx';
import { useAccountName, useStepFacts } from './step-facts.ts';
import type { StepFact } from './step-facts.ts';
import { SHOWN_STEPS } from './step-names.ts';
import { useDraft } from './use-draft.tsx';

import text from '../ui/text.module.css';
import styles from './stepper.module.css';

const ICONS = { done: CircleCheck, open: TriangleAlert, held: Hand, todo: CircleDashed };

/** The steps at the left, with what was chosen in each. */
export function Stepper() {
  const { t } = useTexts();
  const { place, draftId, settings } = useDraft();
  const account = useAccountName();
  const facts = useStepFacts();
  return (
    <nav className={styles['side']} aria-label={t('wizard.steps')} data-pane>
      <div className={styles['job']}>
        <Tile />
        <span className={styles['words']}>
          <b>{settings.name || t('wizard.new')}</b>
          <span>{account ?? t('wizard.draft')}</span>
        </span>
      </div>
      <ol className={styles['steps']}>
        {facts.map(({ step, state, said }, index) => (
          <li key={step} className={state === 'todo' ? undefined : styles[state]} data-state={state}>
            <a
              href={wizardHref(step, draftId)}
              aria-current={step === place ? 'step' : undefined}
              data-testid={`wizard-step-${step}`}
            >
              <span className={styles['mark']} aria-hidden>
                <StepMark state={step === place ? 'todo' : state} number={index + 1} />
              </span>
              <span className={styles['words']}>
                <b>{t(`wizard.step.${step}`)}</b>
                <span className={text['sr']}>{t(`wizard.state.${state}`)}</span>
                {said !== null && <span className={classes(text['sub'], styles['said'])}>{said}</span>}
              </span>
            </a>
          </li>
        ))}
      </ol>
      <div className={styles['end']}>
        <CloseLink testId="wizard-close" />
      </div>
    </nav>
  );
}

function StepMark({ state, number }: { readonly state: StepFact['state']; readonly number: number }) {
  switch (state) {
    case 'done':
      return <Check size={12} />;
    case 'held':
      return <Hand size={12} />;
    case 'open':
      return '!';
    case 'todo':
      return number;
  }
}

/** The same in one bar above the step, for a narrow window. */
export function StepperBar() {
  const { t } = useTexts();
  const { place, goTo } = useDraft();
  const facts = useStepFacts();
  const number = SHOWN_STEPS.indexOf(place) + 1;
  const total = SHOWN_STEPS.length;
  return (
    <nav className={styles['bar']} aria-label={t('wizard.steps')}>
      <Tile isSmall />
      <Menu
        size="small"
        icon={ListOrdered}
        label={t('wizard.where', { number, total, step: t(`wizard.step.${place}`) })}
        testId="wizard-steps"
        items={facts.map(({ step, state, said }) => ({
          icon: ICONS[state],
          label:
            said === null ? t(`wizard.step.${step}`) : t('wizard.step.said', { step: t(`wizard.step.${step}`), said }),
          onChoose: () => goTo(step),
        }))}
      />
      <progress aria-hidden max={total} value={number} />
      <CloseLink testId="wizard-close-bar" />
    </nav>
  );
}

function CloseLink({ testId }: { readonly testId: string }) {
  const { t } = useTexts();
  return (
    <ButtonLink kind="ghost" size="small" icon={X} href="#/home" testId={testId}>
      {t('wizard.close')}
    </ButtonLink>
  );
}

const HUES = 7;

/** Two letters of the ad account's name on a colour of its own; Muster's mark before one is chosen. */
function Tile({ isSmall }: { readonly isSmall?: boolean }) {
  const name = useAccountName();
  const hue = name === null ? 0 : 1 + ((name.length + (name.codePointAt(0) ?? 0)) % HUES);
  return (
    <span className={classes(styles['tile'], isSmall && styles['small'])} data-hue={hue} aria-hidden>
      {name === null ? <Mark size={isSmall ? 10 : 14} /> : initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => /^./u.exec(word)?.[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
