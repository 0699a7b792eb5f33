import { CircleX, Clock, Hand } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

import type { Hold } from '../../preload/contract/holds.ts';
import type { RunFacts, StepFacts } from '../../preload/contract/jobs.ts';
import { Ledger } from '../analytics/ledger.tsx';
import { useFigures } from '../clock.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { Keys } from '../ui/keys.tsx';
import { useReasons } from './reasons.ts';

import styles from './step-ledger.module.css';

interface StepLedgerProps {
  readonly jobId: number;
  readonly run: RunFacts;
  readonly step: StepFacts;
  /** The holds that stop anything of this run. */
  readonly holds: readonly Hold[];
  readonly isLast: boolean;
}

// As many as fit beside the name of an audience at 1280; the fields tab lists all.
const MOST_KEYS = 6;

/** One step: what it does to which audience, its seven counters, and why people wait or errored. */
export function StepLedger({ jobId, run, step, holds, isLast }: StepLedgerProps) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const reasons = useReasons();
  const { counters, position, audience } = step;
  const title = t(`ui.step.${step.action}`, { audience: audience.name });
  const held = step.pendingReasons.held ?? 0;
  const share = (count: number): string => percent(count, counters.entered, 1);
  const batches = jobHref(jobId, { tab: 'batches', runId: run.id });
  const problems = jobHref(jobId, { tab: 'problems', runId: run.id });
  return (
    <section data-step={position} aria-label={t('ui.step', { step: position })}>
      <div className={styles['head']}>
        <span className={styles['number']}>{position}</span>
        <h3>{title}</h3>
        <span className={styles['keys']}>
          {t('ui.step.matches')} <Keys keys={step.keys.slice(0, MOST_KEYS)} />{' '}
          {step.keys.length > MOST_KEYS && (
            <abbr className={styles['more']} title={step.keys.slice(MOST_KEYS).join(', ')}>
              {t('ui.step.moreKeys', { count: step.keys.length - MOST_KEYS })}
            </abbr>
          )}
        </span>
        <span
          className={styles['end']}
          title={audience.id === null ? undefined : t('ui.step.audienceId', { id: audience.id })}
        >
          {step.accountName ?? step.account}
        </span>
      </div>
      <Ledger
        label={title}
        counters={counters}
        held={held}
        notes={{
          entered: position === 1 ? t('ui.note.fromSource') : t('ui.note.fromStep', { step: position - 1 }),
          synced: share(counters.synced),
          not_synced: share(counters.not_synced),
          pending: share(counters.pending),
          errored: share(counters.errored),
          proceeded: isLast ? t('ui.note.lastStep') : t('ui.note.toStep', { step: position + 1 }),
          exited: isLast ? t('ui.note.endOfJob') : t('ui.note.notLastStep'),
        }}
        hrefs={{ synced: batches, pending: batches, not_synced: problems, errored: problems }}
      >
        {counters.pending > 0 && (
          <Why
            isHeld={held > 0}
            icon={held > 0 ? Hand : Clock}
            title={t('ui.why.pending', { count: counters.pending })}
            text={reasons.pending(step, holds)}
          />
        )}
        {counters.errored > 0 && (
          <Why
            icon={CircleX}
            title={t('ui.why.errored', { count: counters.errored })}
            text={reasons.errored(step)}
            isErrored
          />
        )}
      </Ledger>
    </section>
  );
}

interface WhyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly isHeld?: boolean;
  readonly isErrored?: boolean;
}

function Why({ icon: Icon, title, text, isHeld, isErrored }: WhyProps) {
  return (
    <p className={classes(styles['why'], isHeld && styles['held'], isErrored && styles['errored'])}>
      <Icon size={14} aria-hidden />
      <span>
        <b>{title}</b> {text}
      </span>
    </p>
  );
}
