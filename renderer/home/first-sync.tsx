import { CircleArrowRight, CircleCheck, CircleDashed, CircleHelp } from 'lucide-react';

import type { JobSummary } from '../../preload/contract/jobs.ts';
import { useConnections, useReach, useTerms } from '../queries.ts';
import { wizardHref } from '../route.ts';
import { missingKinds } from '../terms/missing.ts';
import { useTexts } from '../text.ts';
import { ButtonLink } from '../ui/button.tsx';
import { SectionHead } from '../ui/section-head.tsx';

import text from '../ui/text.module.css';
import styles from './first-sync.module.css';

const STEPS = ['connect', 'accounts', 'terms', 'launch'] as const;
type Step = (typeof STEPS)[number];
type State = 'done' | 'now' | 'later' | 'unknown';

const HREFS: Readonly<Record<Step, string>> = {
  connect: '#/accounts',
  accounts: '#/accounts',
  terms: '#/terms',
  launch: wizardHref('connect'),
};
const ICONS = { done: CircleCheck, now: CircleArrowRight, later: CircleDashed, unknown: CircleHelp };

interface FirstSyncProps {
  readonly jobs: readonly JobSummary[];
  /** Nothing else on the screen is the thing to do. */
  readonly isPrimary?: boolean;
}

/** What is still to be done until people go to Meta in earnest, read off the facts; nothing once there is a job that is no practice. */
export function FirstSync({ jobs, isPrimary }: FirstSyncProps) {
  const { data: connections } = useConnections();
  if (!connections || jobs.some(({ isSandbox }) => !isSandbox)) return null;
  const real = connections.filter(({ isSandbox, health }) => !isSandbox && health !== 'disconnected');
  const ready = real.find(({ accounts }) => accounts.chosen > 0);
  if (ready) return <WithTerms connectionId={ready.id} isPrimary={isPrimary ?? false} />;
  return <Checklist done={real.length > 0 ? ['connect'] : []} isPrimary={isPrimary ?? false} />;
}

/** Meta is asked about the terms only when there are ad accounts to ask about. */
function WithTerms({ connectionId, isPrimary }: { readonly connectionId: number; readonly isPrimary: boolean }) {
  const { data: reach } = useReach(connectionId);
  const { data: terms } = useTerms(connectionId, () => true);
  const chosen = new Set(reach?.accounts.filter(({ isChosen }) => isChosen).map(({ account }) => account));
  const isAccepted = terms?.accounts.some((one) => chosen.has(one.account) && missingKinds(one, []).length === 0);
  const isKnown = reach !== undefined && terms?.unread === null;
  return (
    <Checklist
      done={['connect', 'accounts', ...(isAccepted ? (['terms'] as const) : [])]}
      unknown={isKnown ? null : 'terms'}
      isPrimary={isPrimary}
    />
  );
}

interface ChecklistProps {
  readonly done: readonly Step[];
  readonly unknown?: Step | null;
  readonly isPrimary: boolean;
}

function Checklist({ done, unknown = null, isPrimary }: ChecklistProps) {
  const { t } = useTexts();
  const next = STEPS.find((step) => !done.includes(step));
  const stateOf = (step: Step): State => {
    if (done.includes(step)) return 'done';
    if (step === unknown) return 'unknown';
    return step === next ? 'now' : 'later';
  };
  return (
    <section data-testid="first-sync">
      <SectionHead title={t('first.title')} note={t('ui.first.done', { done: done.length, total: STEPS.length })} />
      <ol className={styles['steps']}>
        {STEPS.map((step) => {
          const state = stateOf(step);
          const Icon = ICONS[state];
          return (
            <li key={step} className={styles[state]} data-testid={`first-${step}`} data-state={state}>
              <Icon size={16} aria-hidden />
              <span>
                <b>{t(`first.${step}`)}</b> <span className={text['sr']}>{t(`first.state.${state}`)}</span>
                {state !== 'done' && <span className={text['sub']}>{t(`first.${step}.text`)}</span>}
              </span>
              {step === next && (
                <ButtonLink
                  kind={isPrimary ? 'primary' : 'secondary'}
                  href={HREFS[step]}
                  testId={`first-${step}-action`}
                >
                  {t(`first.${step}.action`)}
                </ButtonLink>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
