import { ArrowDown, ArrowUp, KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { JobDetail, JobSettings } from '../../preload/contract/jobs.ts';
import { useTexts } from '../text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Keys } from '../ui/keys.tsx';
import { Menu } from '../ui/menu.tsx';
import type { MenuItem } from '../ui/menu.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { AddStepDialog } from './add-step-dialog.tsx';
import { useJobActions } from './job-actions.ts';
import { MatchDialog } from './match-dialog.tsx';

import text from '../ui/text.module.css';
import styles from './job-settings.module.css';

type Step = JobSettings['steps'][number];

/** More steps than this the engine does not take. */
const MOST = 10;

/** The steps of a job in their order: moved, matched by other keys, taken out, added. */
export function JobSteps({ job }: { readonly job: JobDetail }) {
  const { t } = useTexts();
  const [isAdding, setAdding] = useState(false);
  const [matched, setMatched] = useState<Step | null>(null);
  const { steps } = job.settings;
  return (
    <section aria-label={t('job.settings.steps')}>
      <SectionHead
        title={t('job.settings.steps')}
        note={t('job.settings.steps.text')}
        end={
          <Button
            size="small"
            icon={Plus}
            isDisabled={steps.length >= MOST}
            testId="step-add"
            onPress={() => setAdding(true)}
          >
            {t('job.step.add')}
          </Button>
        }
      />
      <ol className={styles['steps']} data-testid="job-steps">
        {steps.map((step, index) => (
          <StepRow
            key={step.id}
            job={job}
            step={step}
            place={index + 1}
            count={steps.length}
            onMatch={() => setMatched(step)}
          />
        ))}
      </ol>
      {isAdding && <AddStepDialog job={job} onClose={() => setAdding(false)} />}
      {matched && <MatchDialog job={job} step={matched} onClose={() => setMatched(null)} />}
    </section>
  );
}

interface StepRowProps {
  readonly job: JobDetail;
  readonly step: Step;
  readonly place: number;
  readonly count: number;
  readonly onMatch: () => void;
}

function StepRow({ job, step, place, count, onMatch }: StepRowProps) {
  const { t } = useTexts();
  const { moveStep, removeStep } = useJobActions();
  const { account, accountName, audience, action, keys } = step;
  const title = t(`ui.step.${action}`, { audience: audience.name });
  const items: readonly MenuItem[] = [
    { icon: KeyRound, label: t('job.step.match'), onChoose: onMatch },
    ...(count === 1
      ? []
      : [
          {
            icon: Trash2,
            label: t('job.step.remove'),
            isHarmful: true,
            onChoose: () => removeStep(job, step, place),
          },
        ]),
  ];
  return (
    <li data-step-id={step.id}>
      <span className={styles['number']}>{place}</span>
      <div>
        <b>{title}</b>
        <span className={text['sub']}>
          {accountName ?? account}
          {audience.id === null && ` · ${t('job.step.draft')}`}
        </span>
      </div>
      <span className={styles['keys']}>
        {keys === null ? <span className={text['three']}>{t('job.step.allKeys')}</span> : <Keys keys={keys} />}
      </span>
      <span className={styles['moves']}>
        {count > 1 && (
          <>
            <IconButton
              size="small"
              icon={ArrowUp}
              label={t('job.step.up', { step: title })}
              testId={`step-up-${place}`}
              onPress={() => moveStep(step.id, Math.max(1, place - 1))}
            />
            <IconButton
              size="small"
              icon={ArrowDown}
              label={t('job.step.down', { step: title })}
              testId={`step-down-${place}`}
              onPress={() => moveStep(step.id, Math.min(count, place + 1))}
            />
          </>
        )}
        <Menu size="small" label={t('ui.more.of', { name: title })} items={items} testId={`step-menu-${place}`} />
      </span>
    </li>
  );
}
